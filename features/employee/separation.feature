@employee
Feature: Apart from the organization
  What employees buy through the program is their own. They activate it with their personal account,
  and the organization's business subscription and its device limit stay what they were.

  Rule: What employees install takes nothing from the organization

    @HUP-APART-1
    Scenario Outline: A subscription in use on <devices> devices stays what it was
      Given an employee of an organization with 2,000 licenses of E3, in use on <devices> devices
      And the employee has a personal account
      And the employee has bought Microsoft 365 Family
      And the employee's organization has an administrator
      When the employee installs Microsoft 365 Family on two devices
      And the administrator looks at the organization's subscriptions
      Then the subscription of E3 has 2,000 licenses, <devices> devices in use and a limit of 10,000 devices

      Examples: with devices to spare, and at the limit
        | devices |
        | 3,100   |
        | 10,000  |

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
