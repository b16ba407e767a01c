using Freehold.Inference.Specialists;
using Freehold.Inference.Training.Specialists;

namespace Freehold.Inference.Tests.Specialists;

/// <summary>Small sets of texts made from parts, and the specialists trained on them, each once for all tests.</summary>
internal static class SupportDesk
{
    public const string OutOfScope = "none";

    private static readonly Lazy<SpecialistTraining> Classifier = new(() => SpecialistTrainer.Train(Requests(), [], Options));

    private static readonly Lazy<SpecialistTraining> Extractor = new(() => SpecialistTrainer.Train(Orders(48), [], ExtractionOptions));

    private static readonly string[] Starts = ["please", "hello,", "i want to", "can you", "urgent:", "hi there,"];

    private static readonly (string Label, string[] Ends)[] Wishes =
    [
        ("refund", ["give me my money back", "refund the payment", "return the money you charged", "refund my last charge"]),
        ("password", ["reset my password", "help me to log in", "change the password of my account", "unlock my login"]),
        ("delivery", ["tell me where my parcel is", "track the delivery", "say when the parcel arrives", "find my shipment"]),
    ];

    private static readonly string[] Strange =
        ["what is the height of mount everest", "sing a song of sixpence", "how many moons has jupiter", "recommend a film for tonight"];

    private static readonly string[] People =
        ["Anna Berg", "Tom Li", "Ines Cruz", "Paul Adler", "Mia Wong", "Karl Voss", "Zoë Brown", "Omar Said"];

    private static readonly string[] Goods = ["lamp", "steel chair", "desk", "garden hose", "tea pot", "rug"];

    public static SpecialistTrainingOptions Options => new() { OutOfScopeLabel = OutOfScope };

    public static SpecialistTrainingOptions ExtractionOptions => new() { Task = SpecialistTask.Extraction };

    public static SpecialistTraining TrainedClassifier => Classifier.Value;

    public static SpecialistTraining TrainedExtractor => Extractor.Value;

    /// <summary>72 requests of three labels, and four that are out of scope.</summary>
    public static List<SpecialistExample> Requests() =>
    [
        .. Wishes.SelectMany(wish => wish.Ends.SelectMany(
            end => Starts.Select(start => new SpecialistExample($"{start} {end}", wish.Label)))),
        .. Strange.Select(text => new SpecialistExample(text, OutOfScope)),
    ];

    public static List<SpecialistExample> Orders(int count) => [.. Enumerable.Range(0, count).Select(Order)];

    /// <summary>An order whose parts come together in ever new ways.</summary>
    public static SpecialistExample Order(int number)
    {
        var (person, item, amount) = (People[number % People.Length], Goods[number * 5 / 3 % Goods.Length], 2 + (number * 7 % 90));
        var text = (number % 3) switch
        {
            0 => $"{person} wants {amount} pieces of the {item}, please.",
            1 => $"Order from {person}: {amount} x {item}.",
            _ => $"Dear shop,\nsend {amount} of {item} to {person}.",
        };
        return new SpecialistExample(text, $$"""{"name": "{{person}}", "amount": {{amount}}, "item": "{{item}}"}""");
    }
}
