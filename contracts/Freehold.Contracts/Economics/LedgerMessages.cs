namespace Freehold.Contracts.Economics;

/// <summary>What one row of a report stands for.</summary>
[GenerateSerializer, Alias("freehold.LedgerGrouping")]
public enum LedgerGrouping
{
    /// <summary>One candidate; dearest first.</summary>
    Model = 0,

    /// <summary>One day, UTC; oldest first.</summary>
    Day = 1,

    /// <summary>One month, UTC; oldest first.</summary>
    Month = 2,
}

/// <summary>Which postings to sum up. Times count in whole milliseconds; what is finer is cut off.</summary>
[GenerateSerializer, Immutable, Alias("freehold.LedgerQuery")]
public sealed record LedgerQuery
{
    /// <summary>Most rows of one report.</summary>
    public const int MaxRows = 1_000;

    /// <summary>Only requests that arrived at this time or later; null: from the beginning.</summary>
    [Id(0)] public DateTimeOffset? From { get; init; }

    /// <summary>Only requests that arrived before this time; null: to the end.</summary>
    [Id(1)] public DateTimeOffset? To { get; init; }

    /// <summary>What one row stands for.</summary>
    [Id(2)] public LedgerGrouping By { get; init; }
}

/// <summary>Sums of a tenant's postings over a range, all of one moment.</summary>
[GenerateSerializer, Immutable, Alias("freehold.LedgerReport")]
public sealed record LedgerReport
{
    /// <summary>At most <see cref="LedgerQuery.MaxRows"/>, in the order of <see cref="LedgerGrouping"/>.</summary>
    [Id(0)] public required LedgerRow[] Rows { get; init; }

    /// <summary>True where there are more rows; a shorter range shows them.</summary>
    [Id(1)] public required bool HasMore { get; init; }

    /// <summary>The sum of the whole range, rows that are not shown included.</summary>
    [Id(2)] public required LedgerSums Total { get; init; }
}

/// <summary>One row of a report.</summary>
[GenerateSerializer, Immutable, Alias("freehold.LedgerRow")]
public sealed record LedgerRow
{
    /// <summary>The candidate's id, the day as <c>2026-01-31</c> or the month as <c>2026-01</c>.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Its sums.</summary>
    [Id(1)] public required LedgerSums Sums { get; init; }
}

/// <summary>Sums of postings. A sum that does not fit is an error, never a wrong number.</summary>
[GenerateSerializer, Immutable, Alias("freehold.LedgerSums")]
public sealed record LedgerSums
{
    /// <summary>Nothing was spent.</summary>
    public static LedgerSums Zero { get; } = new();

    /// <summary>Attempts that cost money or tokens.</summary>
    [Id(0)] public long Attempts { get; init; }

    /// <summary>Tokens of prompts.</summary>
    [Id(1)] public long PromptTokens { get; init; }

    /// <summary>Tokens of answers.</summary>
    [Id(2)] public long CompletionTokens { get; init; }

    /// <summary>Money, in micro-USD.</summary>
    [Id(3)] public long CostMicroUsd { get; init; }
}
