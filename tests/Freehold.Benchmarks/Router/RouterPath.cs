using Freehold.Core.Economics;
using Freehold.Core.Features;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Decision;
using Freehold.Core.Learning.Quality;
using Freehold.Core.Policies;
using Freehold.Core.Routing;
using Freehold.Core.Routing.Affinity;
using Freehold.Core.Workloads;

namespace Freehold.Benchmarks.Router;

/// <summary>
/// The parts of the gateway and of the router that a decision passes, in their order: label, conversation, features, workload, and, after the
/// features' way through their byte form, the plan over five candidates with learned qualities. Without the grain call between them.
/// </summary>
internal sealed class RouterPath
{
    private const int TrainingRows = 2_000, CharsPerToken = 4;
    private const string Policy = "{default_label: internal, exploration: 0.05, objective: {prefer: quality, max_cost_usd: 1}, cascade: {escalate_below: 0.8}}";

    private static readonly string[] Candidates = ["small", "medium", "onprem/large", "mini/fast", "frontier/best"];

    private readonly LabelAnalyzer _analyzer = new(new TextAnalyzer(), TimeProvider.System);
    private readonly PrefixMemory _memory = new();
    private readonly Random _random = new(11);
    private readonly RoutingPolicyDocument _policy = RoutingPolicyDocument.Parse(Policy);
    private readonly LabelRuleBook _rules;
    private readonly WorkloadClassifier _workloads;
    private readonly RoutingTable _table;

    private RouterPath(WorkloadClassifier workloads, QualityModel quality)
    {
        _rules = new LabelRuleBook(_policy.Labels);
        _workloads = workloads;
        RoutableCandidate[] candidates = [.. Candidates.Select((id, i) => new RoutableCandidate(
            id, i < 2, i < 2 ? "device" : i == 2 ? "onprem" : "any", id, [], true, false, null, false,
            new TokenPrice(i * i * 200_000, i * i * 800_000, i * i * 100_000)))];
        _table = new RoutingTable(
            candidates,
            _ => new CandidateRecord(new CandidateHealth(100, 1, 0), 800, 150),
            new QualitySource("bench", quality, id => Array.IndexOf(Candidates, id)));
    }

    /// <summary>Each part by itself, on top of those before it where it needs them.</summary>
    public IEnumerable<(string Name, Action<string> Run)> Parts
    {
        get
        {
            var features = Features(PromptTexts.Make(1, 1_024)[0]);
            return
            [
                ("label", text => Label(text)),
                ("features", text => Features(text)),
                ("conversation", text => Hold(text)),
                ("workload", _ => _workloads.Classify(features)),
                ("bytes", _ => RequestFeatures.FromBytes(features.ToBytes())),
                ("plan", _ => Plan(Core.Labels.Label.Internal, features, null, 256)),
            ];
        }
    }

    public static RouterPath Make()
    {
        var random = new Random(7);
        var features = PromptTexts.Make(TrainingRows, 400).Select(Features).ToArray();
        var quality = Enumerable.Range(0, TrainingRows * Candidates.Length)
            .Select(i => random.NextDouble() < 0.4 + 0.1 * (i % Candidates.Length) ? 1.0 : 0.0);
        var examples = features.Take(200).Select((example, i) => new WorkloadExample($"task-{i % 4}", example));
        return new RouterPath(
            WorkloadClassifier.Learn(examples),
            QualityTrainer.Train(new QualityRows(Candidates.Length, features, [.. quality]), null, 7, CancellationToken.None));
    }

    public LabelFindings Label(string text) => _analyzer.Analyze(text, _rules);

    public RoutePlan Decide(string text)
    {
        var label = Label(text).Label;
        Hold(text);
        var features = Features(text);
        var guess = _workloads.Classify(features);
        return Plan(label, RequestFeatures.FromBytes(features.ToBytes()), guess.Workload, text.Length / CharsPerToken);
    }

    private static RequestFeatures Features(string text) => FeatureExtractor.Extract(text, default);

    private void Hold(string text)
    {
        var chain = PrefixChain.Of("acme");
        var key = chain.Add("User", text);
        _memory.Find("acme", [key]);
        _memory.Remember("acme", key, new PrefixHolder("other", "silo/cpu0", text.Length / CharsPerToken));
    }

    private RoutePlan Plan(Label label, RequestFeatures features, string? workload, int promptTokens) => RoutePlanner.Plan(
        new RouteQuery(RoutePlanner.Auto, label, NeedsProvider: false, PromptTokens: promptTokens, MaxCompletionTokens: 256, Draw: _random.NextDouble()),
        features,
        _policy.For(workload),
        _table);
}
