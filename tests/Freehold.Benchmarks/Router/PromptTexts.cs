using System.Text;

namespace Freehold.Benchmarks.Router;

/// <summary>Prompts as businesses send them, made of sentences by a fixed seed: every second one holds personal data.</summary>
internal static class PromptTexts
{
    private static readonly string[] Tasks =
    [
        "Classify this support ticket as billing, delivery, defect or other.",
        "Summarise the following message in two sentences.",
        "Write a polite reply to the customer below.",
        "Extract the order number and the reason of the complaint as JSON.",
        "Translate the text into English and keep its tone.",
        "What should the next step be? Explain your reasoning step by step.",
    ];

    private static readonly string[] Clean =
    [
        "The package arrived two weeks late and the box was open on one side.",
        "I tried to reset the device twice, but the red light keeps blinking.",
        "According to the manual the filter must be changed every three months.",
        "Your invoice shows the annual fee although the plan was monthly.",
        "We compared both offers and would like to know what the larger one adds.",
        "The report should list revenue by region and quarter, largest first.",
        "Please note that the second delivery was complete and on time.",
        "for (var i = 0; i < items.Count; i++) { total += items[i].Price; }",
        "The integral of x squared from zero to three is nine, if I am not mistaken.",
        "Our team meets every week to plan the work of the next sprint.",
        "Nobody at the counter could tell me whether the warranty covers water damage.",
        "The new version is faster, yet it uses more memory than before.",
    ];

    private static readonly string[] Personal =
    [
        "My name is Maria Keller and I live at 48 Harbour Street, Springfield.",
        "You can reach me at +1 415-555-0137 or under m.keller@example.com.",
        "The card ends in the usual way: 4111 1111 1111 1111, valid until May 2031.",
        "Please refund to DE89 3704 0044 0532 0130 00 in the name of Jonas Berg.",
        "Mr. Ahmed Rahman of Northwind Traders signed the contract on March 3, 2024.",
        "Her social security number is 219-09-9999 and she is 43 years old.",
        "The request came from 192.168.14.7, user Olivia Grant.",
        "Dr. Chen moved to Lisbon in Portugal and kept her number 020 7946 0958.",
    ];

    /// <summary>Makes prompts of about as many bytes each.</summary>
    /// <param name="count">How many.</param>
    /// <param name="bytes">Bytes of each, within a sentence.</param>
    /// <param name="personal">Share of the prompts with personal data: every n-th; 0 for none.</param>
    public static string[] Make(int count, int bytes, int personal = 2)
    {
        var random = new Random(20_250_101);
        return [.. Enumerable.Range(0, count).Select(i => One(random, bytes, personal > 0 && i % personal == 0))];
    }

    private static string One(Random random, int bytes, bool isPersonal)
    {
        var text = new StringBuilder(Tasks[random.Next(Tasks.Length)]).Append("\n\n");
        while (text.Length < bytes)
        {
            var from = isPersonal && random.Next(4) == 0 ? Personal : Clean;
            text.Append(from[random.Next(from.Length)]).Append(' ');
        }

        return text.ToString(0, bytes);
    }
}
