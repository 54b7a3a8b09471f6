@admin
Feature: The organization's business subscriptions
  Administrators see what licenses their organization has, on how many devices they are in use, and
  how many devices they are good for: five for each license.

  @HUP-APART-1
  Scenario Outline: <licenses> licenses of <plan> are good for <limit> devices
    Given an administrator of an organization with <licenses> licenses of <plan>, in use on <devices> devices
    When the administrator looks at the organization's subscriptions
    Then the subscription of <plan> has <licenses> licenses, <devices> devices in use and a limit of <limit> devices

    Examples:
      | plan | licenses | devices | limit  |
      | E3   | 2,000    | 4,100   | 10,000 |
      | E5   | 300      | 0       | 1,500  |
