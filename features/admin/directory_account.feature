@admin
Feature: A directory account comes first
  Store for Business relies on an Azure Active Directory account: it connects the licensing records,
  and it validates the email domains of the employees. An organization that has none cannot manage
  the benefit, and learns what to do.

  @HUP-TENANT-1
  Scenario: Without a directory account the benefit cannot be managed
    Given an administrator of an organization without a directory account
    When the administrator looks for the benefit on Store for Business
    Then the administrator is told that a directory account is needed
    And the reasons are the licensing records and the email domains of the employees
    And the benefit cannot be managed

  @HUP-TENANT-1
  Scenario: Without a directory account no domain can be validated, by address neither
    Given an administrator of an organization without a directory account
    When the administrator types the address of the domains on Store for Business and signs in
    Then the administrator is told that a directory account is needed

  @HUP-TENANT-1
  Scenario: Creating a directory account opens the way to the domains
    Given an administrator of an organization without a directory account
    When the administrator looks for the benefit on Store for Business
    And the administrator creates the directory account
    Then the administrator is told to prove the domain first
    And the way that is shown leads to the domains
