using System.Text.Json.Serialization;
using Freehold.Core.Backtest;

namespace Freehold.Cli.Output;

/// <summary>What <c>route backtest --json</c> writes; figures that are not known are left out. <see cref="BacktestReport"/> says what they are.</summary>
internal sealed record BacktestJson
{
    public required double ApgrOffline { get; init; }

    public double? ApgrOnline { get; init; }

    public double? Cpt50 { get; init; }

    public double? Cpt80 { get; init; }

    public double? Cpt50Online { get; init; }

    public double? Cpt80Online { get; init; }

    public double? ApgrOracle { get; init; }

    public double? OracleGap { get; init; }

    public double? CostAtEqualQuality { get; init; }

    public double? OnlineRecovered { get; init; }

    public double? OnlineBudget { get; init; }

    public required string Weak { get; init; }

    public required string Strong { get; init; }

    public required int Rows { get; init; }

    public required int RowsMeasured { get; init; }

    /// <summary>True where no costs were given, and ranks stand for them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required bool CostsAssumed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required int Seed { get; init; }

    public required IReadOnlyList<BacktestModelJson> Models { get; init; }

    /// <summary>Pairs of budget and performance gap recovered.</summary>
    public required IReadOnlyList<double[]> Curve { get; init; }

    public static BacktestJson Of(BacktestReport report, bool costsAssumed, int seed) => new()
    {
        ApgrOffline = report.ApgrOffline,
        ApgrOnline = report.ApgrOnline,
        Cpt50 = report.Cpt50,
        Cpt80 = report.Cpt80,
        Cpt50Online = report.Cpt50Online,
        Cpt80Online = report.Cpt80Online,
        ApgrOracle = report.ApgrOracle,
        OracleGap = report.OracleGap,
        CostAtEqualQuality = report.CostAtEqualQuality,
        OnlineRecovered = report.OnlineRecovered,
        OnlineBudget = report.OnlineBudget,
        Weak = report.Weak,
        Strong = report.Strong,
        Rows = report.Rows,
        RowsMeasured = report.RowsMeasured,
        CostsAssumed = costsAssumed,
        Seed = seed,
        Models = [.. report.Models.Select(model => new BacktestModelJson(model.Name, model.Quality, model.Cost))],
        Curve = [.. report.Offline.Select(point => (double[])[Math.Round(point.Budget, 4), Math.Round(point.Recovered, 4)])],
    };
}

/// <summary>A model of a backtest.</summary>
internal sealed record BacktestModelJson(string Name, double? Quality, double Cost);
