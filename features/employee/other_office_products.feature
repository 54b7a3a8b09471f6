@employee
Feature: Other Office products
  Employees of organizations of the previous program find Visio and Project in the store as well,
  at the program's price. To employees of all other organizations they are not on offer.

  Rule: Employees of an organization of the previous program find them

    Background:
      Given an employee of an organization of the previous program
      And the employee has a personal account

    @HUP-OFFICE-1
    Scenario: Visio and Project are on offer once the employee has confirmed and signed in
      When the employee comes as far as the store
      And the employee looks at the other Office products
      Then the store offers Visio Professional 2019
      And the store offers Project Professional 2019
      And nothing else is on offer there

    @HUP-OFFICE-1 @HUP-PROGRAM-2
    Scenario Outline: <product> costs $14.99 once, from the store to the receipt
      Given the employee has come as far as the store
      When the employee looks at the other Office products
      Then <product> costs $14.99 once
      And the checkout of <product> shows that price
      And the receipts for <product>, in the store and by email, show that price

      Examples:
        | product                   |
        | Visio Professional 2019   |
        | Project Professional 2019 |

    @HUP-OFFICE-1 @HUP-PROGRAM-2
    Scenario: What is bought once is bought once in China, too
      Given the employee's market is China
      And the employee has come as far as the store
      When the employee looks at the other Office products
      Then Visio Professional 2019 costs $14.99 once
      And the checkout of Visio Professional 2019 sells it as a one-time purchase

    @HUP-OFFICE-1 @HUP-BUY-4
    Scenario: What is bought there is an order like any other
      Given the employee has found the other Office products
      When the employee buys Visio Professional 2019
      Then the employee is given an order number
      And a receipt for the order reaches the employee's personal inbox
      And the employee's orders are that one order of Visio Professional 2019

    @HUP-OFFICE-1 @HUP-BUY-5
    Scenario: An employee who has not signed in is asked to do so first
      Given the employee has confirmed the work address
      When the employee goes straight to the other Office products
      Then the employee is asked to sign in

    @HUP-OFFICE-1 @HUP-BUY-5
    Scenario: An employee who has not confirmed the work address is asked to do so first
      Given the employee has signed in at the store directly
      When the employee goes straight to the other Office products
      Then the employee is asked to confirm the work address first
      And the store does not lead the employee to other Office products

    @HUP-OFFICE-2
    Scenario: An employee who misses a discount among them learns whom to ask
      When the employee comes as far as the store
      And the employee looks at the other Office products
      Then the employee is told to contact the employer's Home Use Program administrator

  Rule: In the store, too, an employee who misses a discount learns whom to ask

    @HUP-OFFICE-2
    Scenario: Another Office product is missing
      Given an employee of an organization that never was in the previous program
      And the employee has a personal account
      When the employee comes as far as the store
      Then the store does not offer Visio Professional 2019
      And the employee is told to contact the employer's Home Use Program administrator

    @HUP-OFFICE-2
    Scenario: A subscription is missing
      Given an employee of an organization whose benefit covers Microsoft 365 Personal alone
      And the employee has a personal account
      When the employee comes as far as the store
      Then the store does not offer Microsoft 365 Family
      And the employee is told to contact the employer's Home Use Program administrator

    @HUP-OFFICE-2
    Scenario: Every discount is missing
      Given an employee of an organization that qualifies
      And the employee has a personal account
      When the employee signs in at the store directly
      Then the store shows the employee no discount
      And the employee is told to contact the employer's Home Use Program administrator

  Rule: Nobody else sees them

    Background:
      Given an employee of an organization that never was in the previous program
      And the employee has a personal account

    @HUP-OFFICE-3
    Scenario: The store of another organization's employee has no such section
      When the employee comes as far as the store
      Then the store does not lead the employee to other Office products
      And the store does not offer Visio Professional 2019
      And the store does not offer Project Professional 2019

    @HUP-OFFICE-3
    Scenario Outline: Another organization's employee types the address of <place>
      Given the employee has come as far as the store
      When the employee goes straight to <place>
      Then the employee finds nothing there
      And the employee has bought nothing

      Examples:
        | place                                     |
        | the other Office products                 |
        | the checkout of Visio Professional 2019   |
        | the checkout of Project Professional 2019 |
