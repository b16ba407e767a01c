using Freehold.Core.Features;
using Freehold.Core.Labels;
using Freehold.Core.Labels.Terms;
using Freehold.Core.Learning.Quality;

namespace Freehold.Benchmarks.Router;

/// <summary>The parts of the gateway and of the router that a decision passes, in their order, without the grain call between them.</summary>
internal sealed class RouterPath
{
    private const int Arms = 5, TrainingRows = 2_000;

    private readonly TextAnalyzer _analyzer = new();
    private readonly List<SensitiveSpan> _spans = [];
    private readonly QualityModel _quality;
    private readonly double[] _mean = new double[Arms], _deviation = new double[Arms];

    private RouterPath(QualityModel quality) => _quality = quality;

    /// <summary>Each part by itself.</summary>
    public IEnumerable<(string Name, Action<string> Run)> Parts =>
    [
        ("label", text => Label(text)),
        ("features", text => Features(text)),
        ("quality", text => _quality.Estimate(Features(text), _mean, _deviation)),
    ];

    public static RouterPath Make(string[] prompts)
    {
        var random = new Random(7);
        var texts = PromptTexts.Make(TrainingRows, 400);
        var rows = new QualityRows(
            Arms,
            [.. texts.Select(Features)],
            [.. Enumerable.Range(0, TrainingRows * Arms).Select(i => random.NextDouble() < 0.4 + 0.1 * (i % Arms) ? 1.0 : 0.0)]);
        return new RouterPath(QualityTrainer.Train(rows, null, 7, CancellationToken.None));
    }

    public int Label(string text)
    {
        _spans.Clear();
        _analyzer.Analyze(text, TermSet.Empty, _spans);
        return _spans.Count;
    }

    public void Decide(string text)
    {
        Label(text);
        var features = RequestFeatures.FromBytes(Features(text).ToBytes());
        _quality.Estimate(features, _mean, _deviation);
    }

    private static RequestFeatures Features(string text) => FeatureExtractor.Extract(text, default);
}
