namespace Freehold.Storage.Ledger;

/// <summary>What one attempt cost.</summary>
/// <param name="Sequence">Its outcome's place in the log.</param>
/// <param name="OutcomeId">Its outcome's id.</param>
/// <param name="Attempt">Its place among the outcome's attempts, from 0.</param>
/// <param name="Candidate">Who was tried.</param>
/// <param name="At">When the request arrived.</param>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="CompletionTokens">Tokens of the answer.</param>
/// <param name="CostMicroUsd">Money, in micro-USD.</param>
public sealed record LedgerPosting(
    long Sequence,
    string OutcomeId,
    int Attempt,
    string Candidate,
    DateTimeOffset At,
    int PromptTokens,
    int CompletionTokens,
    long CostMicroUsd);
