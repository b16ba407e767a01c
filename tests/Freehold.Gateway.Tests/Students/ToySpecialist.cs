using Freehold.Inference.Specialists;
using Freehold.Inference.Training.Specialists;

namespace Freehold.Gateway.Tests.Students;

/// <summary>Real specialists of a toy task, trained once for all tests of a run: which of three things a customer asks for.</summary>
internal static class ToySpecialist
{
    /// <summary>A text that every one of them is sure of; it is the name of its class too.</summary>
    public const string Sure = "refund";

    /// <summary>A text of none of the classes.</summary>
    public const string OutOfScope = "who won the chess tournament in Reykjavik";

    private static readonly string[] Classes = ["refund", "delivery", "invoice"];

    private static readonly string[] Frames =
    [
        "{0}", "I want a {0}", "my {0} please", "where is the {0}", "please send the {0}", "{0} now", "the {0} is missing", "about the {0}",
        "question on a {0}", "help me with the {0}", "no {0} yet", "is there a {0}", "{0} for order 12", "another {0}", "{0} of last week",
        "still no {0}",
    ];

    private static readonly string[] Elsewhere =
    [
        "what is the weather like", "tell me a joke", "translate this to French", "how tall is the tower", "write a poem on spring",
        "who was the first king", "play some music", "what time is it in Tokyo", "solve this equation", "who won the football match",
        "how do I bake bread", "name a good film", "what does this word mean", "count to ten", "is it raining", "sing a song",
    ];

    private static readonly Lazy<SpecialistModel> MadeFirst = new(() => Train(seed: 1));
    private static readonly Lazy<SpecialistModel> MadeSecond = new(() => Train(seed: 2));

    public static SpecialistModel First => MadeFirst.Value;

    public static SpecialistModel Second => MadeSecond.Value;

    private static SpecialistModel Train(ulong seed)
    {
        SpecialistExample[] examples =
        [
            .. Classes.SelectMany(label => Frames.Select(frame => new SpecialistExample(frame.Replace("{0}", label, StringComparison.Ordinal), label))),
            .. Elsewhere.Select(text => new SpecialistExample(text, "oos")),
        ];
        var options = new SpecialistTrainingOptions { Seed = seed, OutOfScopeLabel = "oos" };
        return SpecialistTrainer.Train(examples, examples, options, TestContext.Current.CancellationToken).Model;
    }
}
