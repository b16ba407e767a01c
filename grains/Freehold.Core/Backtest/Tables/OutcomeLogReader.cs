using System.Text.Json;
using Freehold.Core.Features;
using Freehold.Core.Learning.Rewards;

namespace Freehold.Core.Backtest.Tables;

/// <summary>
/// Reads Freehold's own outcome log, as <c>freehold outcomes tail --json</c> writes it: one outcome a line. Rows are those that say what
/// the request was (<c>features</c>), who was tried first and with which propensity, and how good it was: what its feedback says, or that
/// its answer was not kept, by the same <see cref="RewardWeights"/> as the learner's.
/// </summary>
public static class OutcomeLogReader
{
    /// <summary>What a sum of propensities may be above 1.</summary>
    private const double Rounding = 1e-6;

    /// <summary>True where a line of JSON is an outcome of Freehold.</summary>
    public static bool IsOutcome(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("object", out var kind) && kind.ValueKind == JsonValueKind.String && kind.ValueEquals("outcome");
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The first line of a file, for <see cref="IsOutcome"/>; null where there is none.</summary>
    /// <exception cref="BacktestInputException">It is too long.</exception>
    public static string? ReadFirstLine(TextReader source) => new BoundedLineReader(source, RoutingTableReader.MaxLineChars).Read();

    /// <summary>Reads a log to its end.</summary>
    /// <param name="source">The log.</param>
    /// <param name="weights">How signals become the quality of an answer.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="BacktestInputException">A line is no outcome, or no line tells enough.</exception>
    public static LoggedTable Read(TextReader source, RewardWeights weights, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(weights);
        var rows = new List<LoggedRow>();
        var lines = new BoundedLineReader(source, RoutingTableReader.MaxLineChars);
        var read = 0;
        while (lines.Read() is { } text)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (string.IsNullOrWhiteSpace(text)) continue;
            if (rows.Count == RoutingTable.MaxRows)
                throw new BacktestInputException(
                    lines.Line, 1, $"more than {RoutingTable.MaxRows:N0} outcomes; replay the latest of them.");
            read++;
            try
            {
                using var document = JsonDocument.Parse(text);
                if (RowOf(document.RootElement, weights) is { } row) rows.Add(row);
            }
            catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
            {
                throw new BacktestInputException(
                    lines.Line, 1, $"this is no outcome of Freehold ({wrong.Message}); write the log by 'freehold outcomes tail --json'.");
            }
        }

        return Build(rows, read);
    }

    private static LoggedRow? RowOf(JsonElement outcome, RewardWeights weights)
    {
        if (!outcome.TryGetProperty("features", out var features) || features.ValueKind != JsonValueKind.String) return null;
        var attempts = outcome.GetProperty("attempts");
        if (attempts.GetArrayLength() == 0) return null;
        var first = attempts[0];
        var model = first.GetProperty("candidate").GetString()!;
        // One model at several places is one arm.
        var propensity = outcome.GetProperty("candidates").EnumerateArray()
            .Where(candidate => candidate.GetProperty("id").ValueEquals(model))
            .Sum(place => place.TryGetProperty("propensity", out var value) ? value.GetDouble() : 0);
        if (propensity is not (> 0 and <= 1 + Rounding) || QualityOf(outcome, first, weights) is not { } quality) return null;
        var cost = first.TryGetProperty("cost_micro_usd", out var price) ? price.GetDouble() : 0;
        return new LoggedRow(
            RequestFeatures.FromBytes(features.GetBytesFromBase64()), model, Math.Min(1, propensity), quality, Math.Max(0, cost));
    }

    /// <summary>Of an answer that was not given, feedback says nothing: it is on the answer of the candidate that came after.</summary>
    private static double? QualityOf(JsonElement outcome, JsonElement attempt, RewardWeights weights)
    {
        var result = attempt.GetProperty("result");
        if (result.ValueEquals("escalated")) return default(RewardSum).Add(new RewardSignal(RewardSignalKind.Escalated), weights).Reward;
        if (result.ValueEquals("failed")) return default(RewardSum).Add(new RewardSignal(RewardSignalKind.Failed), weights).Reward;
        var sum = default(RewardSum);
        if (!outcome.TryGetProperty("feedback", out var feedback)) return null;
        foreach (var one in feedback.EnumerateArray())
        {
            var label = one.TryGetProperty("label", out var word) ? word.GetString() : null;
            double? score = one.TryGetProperty("score", out var value) && value.ValueKind == JsonValueKind.Number
                ? value.GetDouble()
                : null;
            if (RewardSignal.OfFeedback(label, score) is { } signal) sum = sum.Add(signal, weights);
        }

        return sum.Reward;
    }

    private static LoggedTable Build(List<LoggedRow> rows, int read)
    {
        var models = rows.Select(row => row.Model).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (models.Count is < 2 or > RoutingTable.MaxModels)
        {
            throw new BacktestInputException(
                $"of {read:N0} outcomes {rows.Count:N0} have features, a propensity and a score, and they tried {models.Count} "
                + $"models; 2 to {RoutingTable.MaxModels} are needed. Give feedback by 'freehold feedback', and let the policy explore.");
        }

        var costs = models.Select(model => rows.Where(row => row.Model == model).Average(row => row.Cost)).ToArray();
        var quality = new double[rows.Count * models.Count];
        Array.Fill(quality, double.NaN);
        int[] chosen = [.. rows.Select(row => models.IndexOf(row.Model))];
        for (var row = 0; row < rows.Count; row++) quality[(row * models.Count) + chosen[row]] = rows[row].Quality;
        var table = new RoutingTable(models, [.. rows.Select(row => row.Features)], quality, [.. rows.SelectMany(_ => costs)]);
        return new LoggedTable(table, chosen, [.. rows.Select(row => row.Propensity)]);
    }

    private sealed record LoggedRow(RequestFeatures Features, string Model, double Propensity, double Quality, double Cost);
}
