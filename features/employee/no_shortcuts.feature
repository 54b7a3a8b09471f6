@employee
Feature: No way around a step
  The four steps come one after the other. Whoever types an address further down the road is
  led back to the first step that is missing, and sees and buys nothing on the way.

  Background:
    Given an employee of an organization that qualifies
    And the employee has a personal account

  @HUP-BUY-5
  Scenario Outline: A visitor who has done nothing yet types the address of <place>
    When the employee goes straight to <place>
    Then the employee is asked to sign in
    And the employee has bought nothing

    Examples:
      | place                                   |
      | the store                               |
      | the checkout of Microsoft 365 Family    |
      | the employee's orders                   |
      | the other Office products               |
      | the checkout of Visio Professional 2019 |
      | the installation                        |

  @HUP-BUY-5
  Scenario Outline: An employee who signed in but never confirmed types the address of <place>
    Given the employee has signed in at the store directly
    When the employee goes straight to <place>
    Then the employee is asked to confirm the work address first
    And the store shows the employee no discount
    And the employee has bought nothing

    Examples:
      | place                                   |
      | the store                               |
      | the checkout of Microsoft 365 Family    |
      | the checkout of Visio Professional 2019 |

  @HUP-BUY-5
  Scenario Outline: An employee who confirmed but never signed in types the address of <place>
    Given the employee has confirmed the work address
    When the employee goes straight to <place>
    Then the employee is asked to sign in
    And the employee has bought nothing

    Examples:
      | place                                   |
      | the store                               |
      | the checkout of Microsoft 365 Family    |
      | the checkout of Visio Professional 2019 |
      | the installation                        |

  @HUP-BUY-5
  Scenario: Signing up alone, without following the link, opens nothing
    Given the employee has asked for a confirmation link
    When the employee signs in at the store directly
    Then the employee is asked to confirm the work address first
    And the store shows the employee no discount

  @HUP-BUY-5
  Scenario: One employee's checkout is closed to another
    Given the employee has opened the checkout of Microsoft 365 Family
    When a colleague without the benefit types the address of that checkout
    Then the colleague is not let into the checkout
    And nobody has bought anything
