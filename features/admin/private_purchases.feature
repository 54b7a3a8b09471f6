@admin
Feature: Purchases of employees are private
  What employees buy through the program is theirs. The administrators of their organization neither
  see nor manage it.

  Background:
    Given an employee of an organization that qualifies
    And the employee has a personal account
    And the employee has bought Microsoft 365 Family

  @HUP-APART-3
  Scenario: An administrator finds neither the order nor the employee
    When an administrator of the employee's organization looks everywhere on both sites
    Then neither the order nor the employee is anywhere to be seen
    And the administrator is told that purchases are private

  @HUP-APART-3
  Scenario: An administrator who has the address of a receipt does not get at it
    Given the employee's organization has an administrator
    When the administrator types the address of the employee's receipt
    And the administrator signs in there with the work account
    Then the administrator is told that a work account opens nothing there
