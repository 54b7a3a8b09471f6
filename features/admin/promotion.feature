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
    Scenario Outline: The flyer to print on <paper> fits <paper>
      When the administrator looks at the resources
      And the administrator takes the flyer to print on <paper> along
      Then it fills a sheet of <paper>

      Examples:
        | paper  |
        | A4     |
        | Letter |

    @HUP-PROMOTE-1
    Scenario Outline: The text for <purpose> is the same to take along as to copy
      When the administrator looks at the resources
      And the administrator takes the text for <purpose> along
      Then it is the text for <purpose> that is there to be copied

      Examples:
        | purpose      |
        | an email     |
        | a newsletter |

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
      And its text for a newsletter is about Microsoft 365 "<newsletter>"
      And a flyer to print is with it, in <code> as well

      Examples:
        | language             | code  | direction     | title                                           | email         | newsletter  |
        | English              | en    | left to right | Tell your colleagues about the Home Use Program | for your home | at home     |
        | German               | de    | left to right | Machen Sie das Home Use Program bekannt         | für zu Hause  | zu Hause    |
        | French               | fr    | left to right | Faites connaître le Home Use Program            | chez vous     | à la maison |
        | Spanish              | es    | left to right | Dé a conocer el Home Use Program                | en casa       | en casa     |
        | Brazilian Portuguese | pt-BR | left to right | Divulgue o Home Use Program                     | em casa       | em casa     |
        | Japanese             | ja    | left to right | Home Use Program を社内に広めるために           | ご自宅        | ご自宅の    |
        | Arabic               | ar    | right to left | عرّفوا زملاءكم ببرنامج Home Use Program          | لمنزلك        | في المنزل   |

    @HUP-PROMOTE-2
    Scenario: A language that there is no material in
      When someone asks for onboarding material in a language that there is none in
      Then the answer is that there is none
      And it leads to the material in every language that there is one in
