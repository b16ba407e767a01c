namespace Freehold.Wire.Ledger;

/// <summary>Answer of <c>GET /v1/ledger</c>: what a tenant's requests cost. Money in micro-USD.</summary>
public sealed record LedgerView
{
    /// <summary>Always <c>ledger</c>.</summary>
    public string Object { get; init; } = "ledger";

    /// <summary>Whose requests.</summary>
    public required string Tenant { get; init; }

    /// <summary>Only requests that arrived at this time or later; absent: from the beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only requests that arrived before this time; absent: to the end.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>What a row stands for: <c>model</c>, <c>day</c> or <c>month</c> (UTC).</summary>
    public required string By { get; init; }

    /// <summary>At most 1,000: models dearest first, days and months oldest first.</summary>
    public required IReadOnlyList<LedgerRowView> Rows { get; init; }

    /// <summary>Whether there are more rows; a shorter range shows them.</summary>
    public required bool HasMore { get; init; }

    /// <summary>The sum of the whole range.</summary>
    public required LedgerSumsView Total { get; init; }
}

/// <summary>Sums of attempts that cost money or tokens.</summary>
public record LedgerSumsView
{
    /// <summary>Attempts; a request that fell back or escalated has several.</summary>
    public required long Attempts { get; init; }

    /// <summary>Tokens of prompts.</summary>
    public required long PromptTokens { get; init; }

    /// <summary>Tokens of answers.</summary>
    public required long CompletionTokens { get; init; }

    /// <summary>What they cost.</summary>
    public required long CostMicroUsd { get; init; }
}

/// <summary>One row of the ledger.</summary>
public sealed record LedgerRowView : LedgerSumsView
{
    /// <summary>The model, the day as <c>2026-01-31</c> or the month as <c>2026-01</c>.</summary>
    public required string Name { get; init; }
}
