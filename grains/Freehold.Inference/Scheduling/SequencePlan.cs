using Freehold.Inference.Constraints.Masks;
using Freehold.Inference.Models;
using Freehold.Inference.Tokenizers;

namespace Freehold.Inference.Scheduling;

/// <summary>What the answers of one request have in common.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Prompt">[1..] its tokens</param>
/// <param name="MaxTokens">Most tokens of an answer; with the prompt they fit into the context.</param>
/// <param name="Pool">Blocks of the model that runs it.</param>
/// <param name="Tokenizer">To turn tokens into text.</param>
/// <param name="EndsText">True of the tokens that end a text.</param>
/// <param name="Options">The scheduler's bounds.</param>
/// <param name="Time">Clock for the timings.</param>
internal sealed record SequencePlan(
    GenerationRequest Request, int[] Prompt, int MaxTokens, KvBlockPool Pool, ITokenizer Tokenizer, Func<int, bool> EndsText,
    SchedulerOptions Options, TimeProvider Time)
{
    /// <summary>Blocks of the model that writes ahead; null where there is none.</summary>
    public KvBlockPool? DraftPool { get; init; }

    /// <summary>What keeps the answers within a schema; null for free text.</summary>
    public ConstraintMachine? Constraint { get; init; }

    /// <summary>Where the answers go.</summary>
    public RequestOutput Output { get; } = new(Options, Request.Count);

    /// <summary>One sequence an answer: [Request.Count]</summary>
    public Sequence[] ToSequences()
    {
        var sequences = new Sequence[Request.Count];
        for (var i = 0; i < sequences.Length; i++)
            sequences[i] = new Sequence(this, i, i == 0 ? null : sequences[0]);
        return sequences;
    }
}
