@quality
Feature: In one's own language
  Whoever reads German or Arabic gets the whole purchase in that language, mails included, with
  nothing left in English. Every page says which language it is in. Prices are what they are.

  Background:
    Given an employee of an organization that qualifies

  Rule: The portal speaks the language of the browser

    @HUP-QUALITY-10
    Scenario Outline: From the program page to the receipt in <language>
      Given the employee's browser is in <language>
      When the employee goes all the way to the receipt for Microsoft 365 Family
      Then every page on the way is in <language>
      And the confirmation mail is in <language>
      And the receipt by email is in <language>
      And the date on both receipts is written as in <language>

      Examples:
        | language |
        | German   |
        | Arabic   |

    @HUP-QUALITY-10 @HUP-PROGRAM-2
    Scenario Outline: The price stays the same in <language>
      Given a visitor has seen the price of Microsoft 365 Family on the program page
      And the employee's browser is in <language>
      And the employee has a personal account
      When the employee comes as far as the store
      Then the store, the checkout and the receipts of Microsoft 365 Family show that price

      Examples:
        | language |
        | German   |
        | Arabic   |

    @HUP-QUALITY-10
    Scenario Outline: A link that was used is refused in <language>
      Given the employee's browser is in <language>
      And the employee has confirmed the work address
      When the employee follows the link again
      Then the link is refused because it was used already
      And every page on the way is in <language>

      Examples:
        | language |
        | German   |
        | Arabic   |

    @HUP-QUALITY-10
    Scenario Outline: An employee who is not eligible learns it in <language>
      Given an employee of an organization that does not qualify
      And the employee's browser is in <language>
      When the employee asks for a confirmation link
      Then the mail that says no is in <language>

      Examples:
        | language |
        | German   |
        | Arabic   |

  Rule: A choice made on the portal counts more than the browser

    @HUP-QUALITY-10
    Scenario Outline: An employee chooses <language> and has it up to the receipt
      Given the employee has chosen <language> on the program page
      When the employee goes all the way to the receipt for Microsoft 365 Family
      Then every page on the way is in <language>
      And the confirmation mail is in <language>
      And the receipt by email is in <language>

      Examples:
        | language |
        | German   |
        | Arabic   |

    @HUP-QUALITY-10
    Scenario Outline: Whoever comes to <page> can have it in another language
      When someone comes to <page>
      Then it can be read in German
      And it can be read in Arabic

      Examples:
        | page                           |
        | the employee questions         |
        | the purchase questions         |
        | technical help                 |
        | the criteria for organizations |
        | the resources                  |
        | the creation of an account     |
        | the other Office products      |
        | the installation               |
        | one's orders                   |

  Rule: Without a language in common, the portal speaks English

    @HUP-QUALITY-10
    Scenario: A browser in a language that the portal does not speak
      Given the employee's browser is in French
      When the employee goes all the way to the receipt for Microsoft 365 Family
      Then every page on the way is in English
      And the confirmation mail is in English
