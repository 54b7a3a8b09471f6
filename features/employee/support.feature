@employee
Feature: Help for employees
  Whoever has a question finds two collections of answers, one on the program and one on what
  comes after the purchase, and technical help that leads to where one can do something.

  Rule: Employees are led to two collections of answers

    @HUP-SUPPORT-3
    Scenario Outline: The <collection> questions answer "<question>"
      When a visitor looks for help
      And the visitor turns to the <collection> questions
      Then "<question>" is answered there: "<answer>"

      Examples:
        | collection                | question                                          | answer                                            |
        | employee                  | Who can use it?                                   | an active Microsoft account of your own           |
        | employee                  | How do I buy?                                     | the link in the mail that reaches your work inbox |
        | employee                  | The mail with my link has not arrived. What now?  | ask for another link                              |
        | employee                  | Where is the program offered?                     | Japan: Microsoft 365 Family is not available      |
        | purchase and installation | Which account do I activate it with?              | With the personal Microsoft account               |
        | purchase and installation | Does it count towards my employer's subscription? | changes neither                                   |
        | purchase and installation | What happens when I leave my employer?            | as long as it does not lapse                      |

  Rule: Technical help covers what can go wrong, and leads to where it is put right

    @HUP-SUPPORT-4
    Scenario Outline: Technical help with <topic>
      When a visitor looks for help
      And the visitor turns to technical help
      Then there is help with <topic>: "<advice>"

      Examples:
        | topic             | advice                                  |
        | order status      | each order with its number              |
        | billing           | Nothing has been bought                 |
        | installing Office | sign in there with the personal account |
        | signing in        | create one first                        |

    @HUP-SUPPORT-4
    Scenario: From technical help to one's own order, and to installing it
      Given an employee of an organization that qualifies
      And the employee has a personal account
      And the employee has bought Microsoft 365 Family
      When the employee follows the help with order status
      Then Microsoft 365 Family is among the employee's orders there
      When the employee follows the help with installing Office
      Then Microsoft 365 Family is there to be installed

    @HUP-SUPPORT-4
    Scenario: From technical help to one's own account
      Given an employee of an organization that qualifies
      And the employee has a personal account
      When the employee follows the help with signing in
      And the employee signs in with the personal account
      Then the employee is shown the personal account
