using Freehold.Inference.Formats;

namespace Freehold.Inference.Vetting;

/// <summary>Runs a model for a moment: it loads, its figures are finite, and it does not say one thing for ever.</summary>
internal static class SmokeTest
{
    private const string Check = "smoke";

    private const int KvCacheTokens = 512;

    private static readonly string[] Prompts = ["Once upon a time", "The capital of France is"];

    public static async Task<(ModelInfo? Info, IReadOnlyList<string> Answers, IReadOnlyList<VettingFinding> Findings)> RunAsync(
        string path, VettingOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            if (EmbeddingEngine.IsMadeFor(path))
                return await EmbedAsync(path, options, time, cancellationToken);
            var load = new ModelLoadOptions { TokenizerPath = options.TokenizerPath, KvCacheTokens = KvCacheTokens };
            await using var engine = await ManagedEngine.LoadAsync(path, load, time: time, cancellationToken: cancellationToken);
            if (options.SmokeTokens == 0)
                return (engine.Info, [], [Found(VettingSeverity.Review, path, "It was loaded, and was not run.")]);
            return await GenerateAsync(engine, path, options.SmokeTokens, cancellationToken);
        }
        catch (Exception e) when (e is ModelFormatException or IOException or UnauthorizedAccessException or EngineFaultException or ArgumentException)
        {
            return (null, [], [Found(VettingSeverity.Refused, path, $"It cannot be run: {e.Message.Split('\n')[0]}")]);
        }
    }

    private static async Task<(ModelInfo?, IReadOnlyList<string>, IReadOnlyList<VettingFinding>)> GenerateAsync(
        ManagedEngine engine, string path, int tokens, CancellationToken cancellationToken)
    {
        var (answers, findings, degenerate) = (new List<string>(), new List<VettingFinding>(), 0);
        foreach (var prompt in Prompts)
        {
            var ids = new List<int>();
            var text = "";
            var request = new GenerationRequest { Prompt = prompt, MaxTokens = tokens };
            await foreach (var next in engine.GenerateAsync(request, cancellationToken))
            {
                switch (next)
                {
                    case GeneratedTokens made:
                        ids.AddRange(made.TokenIds);
                        text += made.Text;
                        break;
                    case GenerationFinished finished when !double.IsFinite(finished.LogProbSum):
                        findings.Add(Found(VettingSeverity.Refused, path,
                            "Its probabilities are not finite numbers: its weights are damaged."));
                        break;
                    case GenerationRefused refused:
                        findings.Add(Found(VettingSeverity.Review, path, $"It could not be run: {refused.Refusal.Message}"));
                        break;
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
            answers.Add(text);
            degenerate += IsDegenerate(ids, tokens) ? 1 : 0;
        }

        if (degenerate == Prompts.Length)
            findings.Add(Found(VettingSeverity.Review, path, "It says the same few tokens over and over on every probe."));
        return (engine.Info, answers, findings);
    }

    /// <summary>A whole answer of one or two tokens in turn.</summary>
    private static bool IsDegenerate(List<int> ids, int tokens) => tokens >= 8 && ids.Count == tokens && ids.Distinct().Count() <= 2;

    private static async Task<(ModelInfo?, IReadOnlyList<string>, IReadOnlyList<VettingFinding>)> EmbedAsync(
        string path, VettingOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        await using var engine = EmbeddingEngine.Open(
            path, new ModelLoadOptions { TokenizerPath = options.TokenizerPath }, time: time, cancellationToken: cancellationToken);
        var outcome = await engine.EmbedAsync(new EmbeddingRequest { Texts = Prompts }, cancellationToken);
        if (outcome is not EmbeddingsMade made)
            return (engine.Info, [], [Found(VettingSeverity.Review, path, "It embeds texts, and could not be run.")]);
        return made.Vectors.All(vector => vector.All(float.IsFinite)) && !made.Vectors[0].AsSpan().SequenceEqual(made.Vectors[1])
            ? (engine.Info, [], [])
            : (engine.Info, [], [Found(VettingSeverity.Refused, path, "Its vectors are not finite, or the same for different texts.")]);
    }

    private static VettingFinding Found(VettingSeverity severity, string path, string what) => new(severity, Check, path, what);
}
