using Freehold.Core.Features;
using Freehold.Core.Learning.Quality;
using Freehold.Core.Learning.Rollouts;

namespace Freehold.Core.Learning.Simulation;

/// <summary>A candidate of the simulated year.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsLocal">True for a model in a worker of ours.</param>
/// <param name="CostMicroUsd">Price of an answer in micro-USD, [seasons].</param>
/// <param name="Quality">Probability that its answer is right, [seasons][topics].</param>
internal sealed record SimulatedCandidate(string Id, bool IsLocal, long[] CostMicroUsd, double[][] Quality);

/// <summary>
/// A year in which everything is known that a house cannot know: five candidates, six kinds of requests, prices and qualities that shift three
/// times, and an outage. A function of the seed.
/// </summary>
public sealed class SimulatedWorld
{
    /// <summary>Days of the year.</summary>
    public const int Days = 365;

    /// <summary>What an answer that is right is worth, in micro-USD: values are in units of it.</summary>
    public const long WorthMicroUsd = 10_000;

    /// <summary>The candidate that is out for a while.</summary>
    internal const int OutCandidate = 2;

    private const int PromptsPerTopic = 150;
    private const int WordsPerPrompt = 14;
    private const int EvaluatedPromptsPerTopic = 60;
    private const double ShareOfTopicWords = 0.4;

    /// <summary>The first days of the seasons after the first: within months, so that a shift never begins a month.</summary>
    private static readonly int[] ShiftDays = [104, 196, 287];

    private static readonly (int From, int To) Outage = (236, 240);

    private static readonly string[][] Topics =
    [
        ["refund", "invoice", "order", "parcel", "delivery", "customer", "ticket", "complaint", "warranty", "return", "shipping", "receipt"],
        ["function", "class", "compile", "exception", "loop", "array", "thread", "null", "string", "async", "method", "debug"],
        ["integral", "matrix", "prove", "theorem", "equation", "derivative", "vector", "probability", "triangle", "polynomial", "limit", "series"],
        ["contract", "clause", "liability", "court", "statute", "plaintiff", "tenant", "damages", "jurisdiction", "appeal", "notice", "breach"],
        ["summarise", "meeting", "minutes", "report", "paragraph", "notes", "agenda", "decision", "memo", "quarter", "slides", "headline"],
        ["patient", "symptom", "dose", "therapy", "diagnosis", "fever", "allergy", "infection", "blood", "chronic", "clinic", "vaccine"],
    ];

    private static readonly string[] Fillers =
        ["please", "the", "can", "you", "for", "with", "about", "this", "what", "how", "should", "is", "a", "of", "and", "to", "in"];

    private readonly RequestFeatures[][] _prompts;

    /// <summary>Makes the world of a seed.</summary>
    public SimulatedWorld(int seed)
    {
        var random = new Random(seed);
        _prompts = [.. Topics.Select(topic => Enumerable.Range(0, PromptsPerTopic).Select(_ => MakePrompt(topic, random)).ToArray())];
        Candidates = MakeCandidates(random);
    }

    internal SimulatedCandidate[] Candidates { get; }

    /// <summary>
    /// What an operator knows before the year: prompts of their own, each answered by every candidate and judged, as a prior for the learning.
    /// </summary>
    internal Weights MakePrior(Random random, CancellationToken cancellationToken)
    {
        var features = new List<RequestFeatures>();
        var quality = new List<double>();
        for (var topic = 0; topic < Topics.Length; topic++)
        {
            for (var i = 0; i < EvaluatedPromptsPerTopic; i++)
            {
                features.Add(MakePrompt(Topics[topic], random));
                for (var candidate = 0; candidate < Candidates.Length; candidate++)
                {
                    quality.Add(random.NextDouble() < QualityOf(0, topic, candidate) ? 1 : 0);
                }
            }
        }

        var model = QualityTrainer.Train(new QualityRows(Candidates.Length, features, [.. quality]), null, 1, cancellationToken);
        return WeightsFormat.Read(WeightsFormat.Write(model, [.. Candidates.Select(candidate => candidate.Id)]));
    }

    internal static int TopicCount => Topics.Length;

    internal static int SeasonOf(int day) => ShiftDays.Count(shift => day >= shift);

    internal static bool IsOut(int day, int candidate) => candidate == OutCandidate && day >= Outage.From && day < Outage.To;

    internal (int Topic, RequestFeatures Features) Draw(Random random)
    {
        var topic = random.Next(Topics.Length);
        return (topic, _prompts[topic][random.Next(PromptsPerTopic)]);
    }

    internal long CostOf(int day, int candidate) => Candidates[candidate].CostMicroUsd[SeasonOf(day)];

    /// <summary>The probability of a right answer: 0 while the candidate is out.</summary>
    internal double QualityOf(int day, int topic, int candidate) =>
        IsOut(day, candidate) ? 0 : Candidates[candidate].Quality[SeasonOf(day)][topic];

    /// <summary>What an answer is worth on average: its quality less its price. A call that fails costs nothing, and is worth nothing.</summary>
    internal double ValueOf(int day, int topic, int candidate) =>
        IsOut(day, candidate) ? 0 : QualityOf(day, topic, candidate) - (CostOf(day, candidate) / (double)WorthMicroUsd);

    private static RequestFeatures MakePrompt(string[] topic, Random random)
    {
        var words = Enumerable.Range(0, WordsPerPrompt).Select(_ =>
            random.NextDouble() < ShareOfTopicWords ? topic[random.Next(topic.Length)] : Fillers[random.Next(Fillers.Length)]);
        return FeatureExtractor.Extract(string.Join(' ', words), new FeatureContext());
    }

    /// <summary>Strengths differ by topic, and shift: what was best is not, what was dear is cheap.</summary>
    private static SimulatedCandidate[] MakeCandidates(Random random) =>
    [
        // name, where, price and mean quality by season, the topic it is strong at
        Make("small", true, [100, 100, 100, 100], [0.55, 0.55, 0.62, 0.62], 0, random),
        Make("coder", true, [300, 300, 300, 300], [0.58, 0.58, 0.58, 0.68], 1, random),
        Make("large", false, [1_500, 1_500, 900, 900], [0.84, 0.70, 0.84, 0.80], 2, random),
        Make("mini", false, [400, 400, 400, 1_200], [0.68, 0.74, 0.66, 0.70], 4, random),
        Make("other", false, [1_200, 500, 1_400, 700], [0.72, 0.78, 0.74, 0.86], 5, random),
    ];

    private static SimulatedCandidate Make(string id, bool isLocal, long[] costs, double[] means, int strength, Random random)
    {
        const double strong = 0.14;
        const double spread = 0.12;
        double[] taste = [.. Enumerable.Range(0, Topics.Length)
            .Select(topic => (topic == strength ? strong : 0) + ((random.NextDouble() - 0.5) * spread))];
        return new(id, isLocal, costs, [.. means.Select(mean => taste.Select(more => Math.Clamp(mean + more, 0.02, 0.98)).ToArray())]);
    }
}
