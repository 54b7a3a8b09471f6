@employee
Feature: What each market is offered
  Where one lives decides what the program has to offer: nearly everywhere both products at a
  discount, in a few markets something else, and in three of them nothing at all.

  Rule: Both products at a discount, nearly everywhere

    @HUP-MARKET-1
    Scenario Outline: <market> is offered both products
      Given an employee of an organization that qualifies
      And the employee has a personal account
      And the employee's market is <market>
      When the employee comes as far as the store
      Then the store's discounts are on Microsoft 365 Family and Microsoft 365 Personal
      And the program's discounts are on Microsoft 365 Family and Microsoft 365 Personal
      And the store sells Microsoft 365 Family as a subscription that renews

      Examples:
        | market       |
        | Australia    |
        | Brazil       |
        | Canada       |
        | Colombia     |
        | Germany      |
        | South Africa |
        | South Korea  |
        | Taiwan       |

    @HUP-MARKET-1 @HUP-MARKET-2 @HUP-MARKET-3 @HUP-MARKET-4 @HUP-MARKET-5
    Scenario: All markets of the world at a glance
      When a visitor looks up where the program is offered
      Then these markets are exceptions:
        | market    | Family      | Personal    | term          |
        | China     | Offered     | Offered     | One year      |
        | Hong Kong | Offered     | Offered     | One year      |
        | Japan     | Not offered | Offered     | Renews yearly |
        | Macao     | Not offered | Not offered | Not offered   |
        | Russia    | Not offered | Not offered | Not offered   |
        | Venezuela | Not offered | Not offered | Not offered   |
      And every other market is offered both products, renewed yearly
      And these are the markets that one can choose from

  Rule: Nothing in Macao, Russia and Venezuela

    @HUP-MARKET-2
    Scenario Outline: A visitor from <market> is told so at once
      When a visitor from <market> looks at the program
      Then the visitor is told that the program is not offered in <market>
      And the visitor sees neither a price nor a way in

      Examples:
        | market    |
        | Macao     |
        | Russia    |
        | Venezuela |

    @HUP-MARKET-2
    Scenario Outline: An employee in <market> goes straight to <place>
      Given an employee of an organization that qualifies
      And the employee's market is <market>
      When the employee goes straight to <place>
      Then the employee is told that the program is not offered in <market>
      And the employee sees neither a price nor a way in

      Examples:
        | market    | place                                   |
        | Macao     | the sign-up                             |
        | Macao     | the store                               |
        | Macao     | the checkout of Microsoft 365 Family    |
        | Russia    | the sign-up                             |
        | Russia    | the store of China                      |
        | Russia    | the checkout of Microsoft 365 Personal  |
        | Venezuela | the sign-up                             |
        | Venezuela | the other Office products               |
        | Venezuela | the checkout of Visio Professional 2019 |

    @HUP-MARKET-2 @HUP-BUY-5
    Scenario Outline: An employee who moves to <market> with the store open gets no further at <place>
      Given an employee of an organization that qualifies
      And the employee has a personal account
      And the employee has come as far as the store
      And the employee has moved to <market> meanwhile
      When the employee goes straight to <place>
      Then the employee is told that the program is not offered in <market>
      And the employee has bought nothing

      Examples:
        | market    | place                                  |
        | Macao     | the store                              |
        | Russia    | the checkout of Microsoft 365 Family   |
        | Venezuela | the checkout of Microsoft 365 Personal |

    @HUP-MARKET-2 @HUP-BUY-5
    Scenario: No mail is sent for a sign-up begun before moving to Venezuela
      Given an employee of an organization that qualifies
      And the employee has begun to sign up
      And the employee has moved to Venezuela meanwhile
      When the employee enters the work address
      Then the employee is told that the program is not offered in Venezuela
      And no mail reaches the employee's work inbox

    @HUP-MARKET-2 @HUP-BUY-5
    Scenario: A link sent before moving to Macao confirms nothing there
      Given an employee of an organization that qualifies
      And the employee has asked for a confirmation link
      And the employee's market is Macao
      When the employee follows the link
      Then the employee is told that the program is not offered in Macao
      And the employee's own link still works in Portugal

    @HUP-MARKET-2 @HUP-BUY-5
    Scenario: A link opened before moving to Russia confirms nothing there
      Given an employee of an organization that qualifies
      And the employee has asked for a confirmation link
      And the employee has the link open
      And the employee has moved to Russia meanwhile
      When the employee confirms
      Then the employee is told that the program is not offered in Russia
      And the employee's own link still works in Portugal

    @HUP-MARKET-2 @HUP-BUY-5
    Scenario: Signing in after moving to Venezuela opens no store
      Given an employee of an organization that qualifies
      And the employee has a personal account
      And the employee has confirmed the work address
      And the employee has moved to Venezuela meanwhile
      When the employee signs in with the personal account
      Then the employee is told that the program is not offered in Venezuela
      And the employee has bought nothing

    @HUP-MARKET-2 @HUP-BUY-5
    Scenario: A checkout opened before moving to Russia buys nothing there
      Given an employee of an organization that qualifies
      And the employee has a personal account
      And the employee has opened the checkout of Microsoft 365 Personal
      And the employee has moved to Russia meanwhile
      When the employee pays
      Then the employee is told that the program is not offered in Russia
      And the employee has bought nothing

  Rule: One year, on store pages of their own, in China and Hong Kong

    Background:
      Given an employee of an organization that qualifies
      And the employee has a personal account

    @HUP-MARKET-3
    Scenario: China's store page is called "Microsoft 365 in China"
      Given the employee's market is China
      When the employee comes as far as the store
      Then the employee is on the store page of China
      And it is headed "Microsoft 365 in China"
      And the store's discounts are on Microsoft 365 Family and Microsoft 365 Personal

    @HUP-MARKET-4
    Scenario: Hong Kong's store page is in the English of Hong Kong
      Given the employee's market is Hong Kong
      When the employee comes as far as the store
      Then the employee is on the store page of Hong Kong
      And it is headed "Buy Microsoft 365 at a discounted price"
      And it is in the language "en-HK"

    @HUP-MARKET-3 @HUP-MARKET-4
    Scenario Outline: <market> buys <product> for one year
      Given the employee's market is <market>
      When the employee comes as far as the store
      Then the store sells <product> as a one-year subscription
      And the checkout of <product> shows that term
      And the receipts for <product>, on the page and by email, show that term

      Examples:
        | market    | product                |
        | China     | Microsoft 365 Family   |
        | Hong Kong | Microsoft 365 Personal |

    @HUP-MARKET-3 @HUP-MARKET-4
    Scenario Outline: A checkout opened before moving to <market> buys nothing at a term that it did not show
      Given the employee has opened the checkout of Microsoft 365 Family
      And the employee has moved to <market> meanwhile
      When the employee pays
      Then the employee is told that the term has changed
      And the employee has bought nothing

      Examples:
        | market    |
        | China     |
        | Hong Kong |

    @HUP-MARKET-3 @HUP-MARKET-4
    Scenario Outline: An employee in <market> goes straight to <place> and is led to <own>
      Given the employee's market is <market>
      And the employee has come as far as the store
      When the employee goes straight to <place>
      Then the employee is on the store page of <market>

      Examples:
        | market    | place                  | own               |
        | China     | the store of Hong Kong | China's own       |
        | Hong Kong | the store of China     | Hong Kong's own   |
        | Taiwan    | the store of China     | the one in common |

  Rule: Personal alone in Japan

    Background:
      Given an employee of an organization that qualifies
      And the employee has a personal account

    @HUP-MARKET-5
    Scenario: Japan is offered Personal and not Family
      Given the employee's market is Japan
      When the employee comes as far as the store
      Then the store's discounts are on Microsoft 365 Personal
      And the program's discounts are on Microsoft 365 Personal

    @HUP-MARKET-5
    Scenario: Japan buys Personal
      Given the employee's market is Japan
      And the employee has come as far as the store
      When the employee buys Microsoft 365 Personal
      Then the employee is given an order number
      And the employee has bought Microsoft 365 Personal once

    @HUP-MARKET-5
    Scenario: Family cannot be had in Japan by typing the address of its checkout
      Given the employee's market is Japan
      And the employee has come as far as the store
      When the employee goes straight to the checkout of Microsoft 365 Family
      Then the employee is told that Microsoft 365 Family is not sold in Japan
      And the employee has bought nothing

    @HUP-MARKET-5
    Scenario: A checkout of Family opened before moving to Japan buys nothing there
      Given the employee has opened the checkout of Microsoft 365 Family
      And the employee has moved to Japan meanwhile
      When the employee pays
      Then the employee is told that Microsoft 365 Family is not sold in Japan
      And the employee has bought nothing

    @HUP-MARKET-5
    Scenario: The market goes along with the benefit to another browser
      Given the employee's market is Japan
      And the employee has come as far as the store
      When the employee signs in at the store from another browser
      Then the store's discounts are on Microsoft 365 Personal
