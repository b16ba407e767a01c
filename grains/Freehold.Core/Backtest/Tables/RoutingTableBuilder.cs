using System.Globalization;
using Freehold.Core.Features;

namespace Freehold.Core.Backtest.Tables;

/// <summary>Collects rows as they are read, whatever the file's form, so that only features of a prompt stay in memory.</summary>
internal sealed class RoutingTableBuilder
{
    private readonly RoutingTableOptions _options;
    private readonly double?[] _fixedCosts;
    private readonly List<RequestFeatures> _features = [];
    private readonly List<double> _quality = [];
    private readonly List<double> _cost = [];

    public RoutingTableBuilder(RoutingTableOptions options)
    {
        options.Validate();
        _options = options;
        _fixedCosts = [.. options.Costs.Select(cost =>
            double.TryParse(cost, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : (double?)null)];
        if (_fixedCosts.FirstOrDefault(cost => cost is not (null or (>= 0 and < double.PositiveInfinity))) is { } wrong)
            throw new BacktestInputException(
                $"a cost of {wrong.ToString(CultureInfo.InvariantCulture)} is not possible; costs are numbers from 0 on.");
    }

    /// <summary>
    /// Columns whose values are needed, in the order that <see cref="Add"/> takes them: the prompt, the results, the costs that are
    /// columns.
    /// </summary>
    public IReadOnlyList<string> Columns =>
        [_options.PromptColumn, .. _options.ModelColumns, .. _options.Costs.Where((_, arm) => _fixedCosts[arm] is null)];

    /// <summary>Takes a row.</summary>
    /// <param name="values">Its values, [<see cref="Columns"/>].</param>
    public void Add(ReadOnlySpan<CsvField> values)
    {
        if (_features.Count == RoutingTable.MaxRows)
            throw new BacktestInputException(values[0].Line, 1, $"more than {RoutingTable.MaxRows:N0} rows; replay a sample of them.");
        _features.Add(FeatureExtractor.Extract(values[0].Text, default));
        var arms = _options.ModelColumns.Count;
        for (var arm = 0; arm < arms; arm++) _quality.Add(ReadQuality(values[1 + arm], _options.ModelColumns[arm]));
        var next = 1 + arms;
        for (var arm = 0; arm < _fixedCosts.Length; arm++)
            _cost.Add(_fixedCosts[arm] ?? ReadCost(values[next++], _options.Costs[arm]));
    }

    /// <summary>The table of all rows taken.</summary>
    public RoutingTable Build()
    {
        if (_features.Count == 0) throw new BacktestInputException("there are no rows; give a file with a header and at least one row.");
        var quality = _quality.ToArray();
        if (_fixedCosts.Length > 0) return new RoutingTable(_options.ModelColumns, _features, quality, [.. _cost]);
        var means = new RoutingTable(_options.ModelColumns, _features, quality, new double[quality.Length]).MeanQualities();
        var byQuality = means.Select((_, arm) => arm).OrderBy(arm => double.IsNaN(means[arm]) ? -1 : means[arm]).ToList();
        double[] ranks = [.. means.Select((_, arm) => byQuality.IndexOf(arm) + 1.0)];
        return new RoutingTable(_options.ModelColumns, _features, quality, [.. _features.SelectMany(_ => ranks)]);
    }

    private static double ReadQuality(CsvField field, string column)
    {
        var text = field.Text.AsSpan().Trim();
        if (text.IsEmpty
            || text.Equals("nan", StringComparison.OrdinalIgnoreCase)
            || text.Equals("null", StringComparison.OrdinalIgnoreCase))
            return double.NaN;
        if (bool.TryParse(text, out var right)) return right ? 1 : 0;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && score is >= 0 and <= 1) return score;
        throw new BacktestInputException(
            field.Line, field.Column,
            $"'{Shorten(text)}' in column '{column}' is no result; write 0 or 1, true or false, a score from 0 to 1, "
            + "or nothing where it is not known.");
    }

    private static double ReadCost(CsvField field, string column)
    {
        if (double.TryParse(field.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var cost)
            && cost is >= 0 and < double.PositiveInfinity)
            return cost;
        throw new BacktestInputException(
            field.Line, field.Column, $"'{Shorten(field.Text)}' in column '{column}' is no cost; write a number from 0 on in every row.");
    }

    private static string Shorten(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}...";
}
