@admin
Feature: Spreading the word
  A benefit that nobody hears of helps nobody. Administrators find flyers, texts and advice
  ready to be used, and onboarding material in the languages that their colleagues read.

  Rule: Flyers, texts and advice are there for the taking

    @HUP-PROMOTE-1
    Scenario Outline: There is <material>
      When the administrator looks at the resources
      And the administrator takes <material> along
      Then what the administrator has is <kind>

      Examples:
        | material                     | kind                |
        | the digital flyer            | a picture           |
        | the flyer to print on A4     | a document to print |
        | the flyer to print on Letter | a document to print |
        | the text for an email        | plain text          |
        | the text for a newsletter    | plain text          |

    @HUP-PROMOTE-1
    Scenario: Texts to copy, and advice on how to promote the program
      When the administrator looks at the resources
      Then the text for an email is there to be copied, and tells where the program begins
      And the text for a newsletter is there to be copied, and tells where the program begins
      And there are at least 5 pieces of advice on how to promote the program

  Rule: Onboarding material is in the language that one chooses

    @HUP-PROMOTE-2
    Scenario Outline: Whoever chooses <language> has material in <language>
      When the administrator looks at the resources
      And the administrator chooses the onboarding material in <language>
      Then its guide is entitled "<title>"
      And its guide says that it is in <code> and read from <direction>
      And its text for an email is about Microsoft 365 "<email>"
      And a flyer to print is with it

      Examples:
        | language             | code  | direction     | title                                           | email         |
        | English              | en    | left to right | Tell your colleagues about the Home Use Program | for your home |
        | German               | de    | left to right | Machen Sie das Home Use Program bekannt         | für zu Hause  |
        | French               | fr    | left to right | Faites connaître le Home Use Program            | chez vous     |
        | Spanish              | es    | left to right | Dé a conocer el Home Use Program                | en casa       |
        | Brazilian Portuguese | pt-BR | left to right | Divulgue o Home Use Program                     | em casa       |
        | Japanese             | ja    | left to right | Home Use Program を社内に広めるために           | ご自宅        |
        | Arabic               | ar    | right to left | عرّفوا زملاءكم ببرنامج Home Use Program          | لمنزلك        |

    @HUP-PROMOTE-2
    Scenario: A language that there is no material in
      When someone asks for onboarding material in a language that there is none in
      Then the answer is that there is none
      And it leads to the material in every language that there is one in
