namespace Freehold.Core.Backtest.Tables;

/// <summary>What a table's columns mean.</summary>
public sealed record RoutingTableOptions
{
    /// <summary>The column that holds the prompt.</summary>
    public required string PromptColumn { get; init; }

    /// <summary>The columns that hold the models' results, 2 to <see cref="RoutingTable.MaxModels"/>.</summary>
    public required IReadOnlyList<string> ModelColumns { get; init; }

    /// <summary>
    /// One a model: a number, or the name of a column that holds what each call costs; empty: models cost 1, 2, 3, ... in the order of
    /// their mean quality, so that only their order counts.
    /// </summary>
    public IReadOnlyList<string> Costs { get; init; } = [];

    /// <summary>Fails where the options contradict themselves.</summary>
    /// <exception cref="BacktestInputException">They do; the message says how.</exception>
    internal void Validate()
    {
        if (ModelColumns.Count is < 2 or > RoutingTable.MaxModels)
            throw new BacktestInputException(
                $"a table is replayed over 2 to {RoutingTable.MaxModels} models, not {ModelColumns.Count}; name them by --models.");
        var byName = ModelColumns.Append(PromptColumn).GroupBy(name => name, StringComparer.Ordinal);
        if (byName.FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new BacktestInputException($"column '{twice.Key}' is named twice; name the prompt and each model once.");
        if (Costs.Count != 0 && Costs.Count != ModelColumns.Count)
            throw new BacktestInputException($"there are {ModelColumns.Count} models and {Costs.Count} costs; give one cost a model.");
    }
}
