using System.Text;
using Freehold.Contracts.Distillation;
using Freehold.Core.Calibration;
using Freehold.Core.Routing.Students;
using Freehold.Grains.Distillation.Artifacts;
using Freehold.Inference;
using Freehold.Inference.Adapters;

namespace Freehold.Workers.Training;

/// <summary>
/// Asks an adapter for answers by the engine that would serve it, greedily as students are asked, and says how likely they are right on the scale
/// by which the gateway keeps or escalates them: that of answers of which no outcome is known.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="model">Its model's name.</param>
/// <param name="adapter">The adapter, loaded by the engine.</param>
/// <param name="workload">Whose it is.</param>
/// <param name="outOfScope">The answer by which it leaves a text to its teacher; null for none.</param>
/// <param name="time">What templates take the date from.</param>
internal sealed class AdapterAnswers(
    IModelEngine engine, string model, LoraAdapter adapter, WorkloadId workload, string? outOfScope, TimeProvider time)
{
    /// <summary>Most tokens of an answer. One that runs on for longer than twice the right one's length is wrong, and is cut.</summary>
    private const int MaxTokens = 512, SpareTokens = 32;

    private static readonly TimeSpan QueueFullPause = TimeSpan.FromMilliseconds(100);

    /// <summary>What the adapter says to an example, and the tokens that it wrote.</summary>
    /// <exception cref="IOException">The engine was freed meanwhile.</exception>
    public async Task<(PredictionLine Said, int Tokens)> AskAsync(ExampleLine example, CancellationToken cancellationToken)
    {
        if (AdapterPrompts.PromptOf(example, engine, model, time) is not { } prompt)
        {
            return (Silent(example), 0);
        }

        var request = prompt with
        {
            Adapter = adapter,
            Tenant = workload.Tenant.Value,
            TopLogProbs = 2, // The likeliest token and the next one: their distance is one of the answer's signals.
            MaxTokens = MaxTokensOf(example.Answer),
        };
        while (true)
        {
            var (answer, refusal) = await GenerateAsync(example, request, cancellationToken);
            switch (refusal)
            {
                case null:
                    return answer;
                case QueueFullRefusal:
                    await Task.Delay(QueueFullPause, time, cancellationToken);
                    break;
                case ContextTooLongRefusal:
                    return (Silent(example), 0);
                default:
                    throw new IOException(refusal.Message);
            }
        }
    }

    /// <summary>Of a case of the safety set no right answer is known, and so no length.</summary>
    private int MaxTokensOf(string answer) => answer.Length == 0
        ? MaxTokens
        : Math.Min(MaxTokens, (2 * engine.Tokenizer!.Encode(answer, addBeginningOfText: false).Length) + SpareTokens);

    /// <summary>Such a request would go to the teacher.</summary>
    private static PredictionLine Silent(ExampleLine example) => new() { Id = example.Id, Answer = "", Probability = 0, OutOfScope = true };

    private async Task<((PredictionLine Said, int Tokens) Answer, EngineRefusal? Refusal)> GenerateAsync(
        ExampleLine example, GenerationRequest request, CancellationToken cancellationToken)
    {
        var (text, signals) = (new StringBuilder(), new TokenSignals());
        await foreach (var next in engine.GenerateAsync(request, cancellationToken))
        {
            switch (next)
            {
                case GeneratedTokens tokens:
                    text.Append(tokens.Text);
                    Add(signals, tokens);
                    break;
                case GenerationRefused refused:
                    return (default, refused.Refusal);
                case GenerationFinished { Reason: not FinishReason.Cancelled } finished:
                    return ((ToLine(example, text.ToString(), signals, finished), finished.Usage.CompletionTokens), null);
                default:
                    cancellationToken.ThrowIfCancellationRequested();
                    throw new IOException($"model '{model}' was freed while its adapter answered");
            }
        }

        throw new IOException($"model '{model}' ended an answer without an end");
    }

    private PredictionLine ToLine(ExampleLine example, string text, TokenSignals signals, GenerationFinished finished) => new()
    {
        Id = example.Id,
        Answer = text,
        Probability = signals.ToSignals(finished.Reason == FinishReason.Stop) is { } known ? Calibrator.Prior.Probability(known) : 0,
        OutOfScope = outOfScope is not null && AnswerAgreement.Holds(AgreementKind.Class, text, outOfScope),
    };

    private static void Add(TokenSignals signals, GeneratedTokens tokens)
    {
        signals.Add(tokens.LogProbCount, tokens.LogProbSum);
        foreach (var token in tokens.LogProbs)
        {
            signals.AddToken(token.Chosen.LogProb, token.Top.Count > 1 ? token.Top[0].LogProb - token.Top[1].LogProb : double.NaN);
        }
    }
}
