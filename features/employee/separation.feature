@employee
Feature: Apart from the organization
  What employees buy through the program is their own. They activate it with their personal account,
  and the organization's business subscription and its device limit stay what they were.

  Rule: Employees activate with their personal account, and with no other

    Background:
      Given an employee of an organization that qualifies
      And the employee has a personal account
      And the employee has bought Microsoft 365 Family

    @HUP-APART-2
    Scenario: The personal account activates what it bought
      When the employee installs Microsoft 365 Family on a new device with the personal account
      Then Microsoft 365 Family is installed on 1 device

    @HUP-APART-2
    Scenario: The work account is refused, with the reason
      Given the employee has a work account, too
      When the employee tries to install the subscription on a new device with the work account
      Then the employee is told to activate with the personal account
      And Microsoft 365 Family is installed on no device yet
