using System.Diagnostics;
using Freehold.Inference.Constraints;
using Freehold.Inference.Constraints.Masks;
using Freehold.Inference.Sampling;

namespace Freehold.Benchmarks.Sampling;

/// <summary>Time to choose a token, with and without a JSON schema, and the time that a mask takes the first time and later.</summary>
internal sealed class SamplingBenchmark : IBenchmark
{
    private const int Tokens = 200, Rounds = 5, DistinctLogits = 16, AnswerTokens = 80;

    private const string Schema = """
        {"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer","minimum":0,"maximum":150},
         "email":{"type":"string","format":"email"},"note":{"type":"string","maxLength":200},
         "tags":{"type":"array","items":{"type":"string"},"maxItems":5},"kind":{"enum":["person","company","robot"]}},
         "required":["name","age","email","note","tags","kind"],"additionalProperties":false}
        """;

    private static readonly (string Name, SamplingOptions Options)[] Methods =
    [
        ("greedy", new SamplingOptions()),
        ("temperature", new SamplingOptions { Temperature = 0.8f, Seed = 1 }),
        ("top_k_40", new SamplingOptions { Temperature = 0.8f, TopK = 40, Seed = 1 }),
        ("top_p_95", new SamplingOptions { Temperature = 0.8f, TopP = 0.95f, Seed = 1 }),
        ("min_p_05", new SamplingOptions { Temperature = 0.8f, MinP = 0.05f, Seed = 1 }),
    ];

    public string Name => "sampling";

    public string Summary => "microseconds to choose a token, with and without a JSON schema, at 32k and 128k tokens";

    public IReadOnlyCollection<string> Options => [];

    public Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        foreach (var size in (int[])[32_000, 128_000])
        {
            var vocabulary = new BenchmarkVocabulary(size);
            var logits = Logits(size);
            var suffix = $"{size / 1_000}k_us";
            foreach (var (name, options) in Methods)
            {
                cancellationToken.ThrowIfCancellationRequested();
                report.AddMedian($"{name}_{suffix}", [.. Enumerable.Range(0, Rounds).Select(_ => Free(options, logits))]);
            }

            AddConstrained(report, vocabulary, logits, suffix);
        }

        return Task.CompletedTask;
    }

    private static void AddConstrained(Report report, BenchmarkVocabulary vocabulary, float[][] logits, string suffix)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var compiler = new ConstraintCompiler(vocabulary, vocabulary.VocabularySize, new HashSet<int>(vocabulary.EndOfTextIds));
        if (compiler.Compile(ResponseFormat.JsonSchema(Schema), out var machine) is { } refusal)
            throw new InvalidOperationException(refusal.Message);
        report.Add($"compile_{suffix}", Microseconds(startedAt), "the vocabulary's trie and the schema, once");

        foreach (var (name, options) in Methods)
        {
            var (choice, masks) = (new List<double>(), new List<double>());
            // The first round finds the masks, the others find them kept: the seed is the same.
            Constrained(machine!, options, logits, [], []);
            for (var round = 0; round < Rounds; round++)
                Constrained(machine!, options, logits, choice, masks);
            report.Add($"{name}_json_{suffix}", Report.Median(choice), $"median; mask {Report.Median(masks):N1} of it");
            if (name == "greedy")
                report.Add($"mask_mean_{suffix}", masks.Average());
        }

        var cold = new List<double>();
        compiler = new ConstraintCompiler(vocabulary, vocabulary.VocabularySize, new HashSet<int>(vocabulary.EndOfTextIds));
        compiler.Compile(ResponseFormat.JsonSchema(Schema), out machine);
        Constrained(machine!, Methods[1].Options, logits, [], cold);
        var walks = cold.Where(us => us > 50).Order().ToArray();
        report.Add($"mask_cold_{suffix}", Report.Median(walks), $"median of {walks.Length} walks of a first answer; most {walks[^1]:N0}");
    }

    private static double Free(SamplingOptions options, float[][] logits)
    {
        var (sampler, scratch) = (new Sampler(options, []), new SamplerScratch(logits[0].Length));
        var startedAt = Stopwatch.GetTimestamp();
        for (var i = 0; i < Tokens; i++)
            sampler.Next(logits[i % DistinctLogits], scratch);
        return Microseconds(startedAt) / Tokens;
    }

    private static void Constrained(
        ConstraintMachine machine, SamplingOptions options, float[][] logits, List<double> choice, List<double> masks)
    {
        var constraint = new TokenConstraint(machine, 1_000);
        var (sampler, scratch) = (new Sampler(options, [], constraint), new SamplerScratch(logits[0].Length));
        for (var i = 0; i < AnswerTokens && !constraint.IsOver; i++)
        {
            var startedAt = Stopwatch.GetTimestamp();
            constraint.Mask();
            var mask = Microseconds(startedAt);
            sampler.Next(logits[i % DistinctLogits], scratch);
            masks.Add(mask);
            choice.Add(Microseconds(startedAt));
        }
    }

    // A few likely tokens over a broad floor, as a model's logits are.
    private static float[][] Logits(int size)
    {
        var random = new Random(size);
        return [.. Enumerable.Range(0, DistinctLogits).Select(_ => Enumerable.Range(0, size).Select(_ =>
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            return (float)(2.5 * normal + (random.Next(2_000) == 0 ? 8 : 0));
        }).ToArray())];
    }

    private static double Microseconds(long since) => Stopwatch.GetElapsedTime(since).TotalMicroseconds;
}
