@quality
Feature: Private pages stay private
  What browsers may do with a page, its site says. The portal allows what it takes to show the page
  to the person who asked for it, and nothing else.

  Rule: Whatever the page, the browser is told

    @HUP-QUALITY-8
    Scenario Outline: The browser is told what not to do with <page>
      When someone comes to <page>
      Then the browser is to run nothing in it that is not the portal's
      And the browser is to show it within no foreign page
      And the browser is to keep no copy of it

      Examples:
        | page                              |
        | the program page                  |
        | the confirmation                  |
        | a link that was used              |
        | the sign-in                       |
        | one's own account                 |
        | the discounts                     |
        | the checkout                      |
        | the receipt                       |
        | a page that there is not          |
        | the sign-in with a work account   |
        | the benefit in the admin center   |
        | the domains on Store for Business |
        | a site that there is not          |

  Rule: And the browser keeps to it

    Background:
      Given an employee of an organization that qualifies
      And the employee has a personal account

    @HUP-QUALITY-8
    Scenario: Somebody else's script in the checkout
      Given the employee has opened the checkout of Microsoft 365 Family
      When someone manages to write a script and foreign pictures into the page
      Then none of it runs
      And the foreign site has never been asked for anything

    @HUP-QUALITY-8
    Scenario: Somebody else's script that is after the session
      Given the employee has opened the checkout of Microsoft 365 Family
      Then no script gets to read the employee's session

    @HUP-QUALITY-8
    Scenario: The store within a foreign page
      Given the employee has come as far as the store
      When the employee comes upon the store within a foreign page
      Then nothing of the portal is to be seen there

    @HUP-QUALITY-8
    Scenario: Going back after signing out
      Given the employee has bought Microsoft 365 Family
      When the employee signs out
      And the employee goes back
      Then the employee is asked to sign in

    @HUP-QUALITY-8
    Scenario: What the confirmation's address gives away
      Given the employee has asked for a confirmation link
      And someone overhears what the employee's browser says to the sites
      When the employee follows the link and confirms
      Then the employee is asked to sign in
      And the link's secret is told to nobody but where it leads
