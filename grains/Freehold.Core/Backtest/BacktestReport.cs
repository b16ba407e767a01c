using Freehold.Core.Backtest.Metrics;

namespace Freehold.Core.Backtest;

/// <summary>What a replay found. Budgets and shares as in <see cref="BudgetCurve"/>; docs/backtest.md defines every figure.</summary>
public sealed record BacktestReport
{
    /// <summary>Rows of the table.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that are measured: those whose results of the weak and of the strong model are known.</summary>
    public required int RowsMeasured { get; init; }

    /// <summary>The models, in the order given.</summary>
    public required IReadOnlyList<BacktestModel> Models { get; init; }

    /// <summary>The cheapest model.</summary>
    public required string Weak { get; init; }

    /// <summary>The best single model.</summary>
    public required string Strong { get; init; }

    /// <summary>Mean performance gap recovered, five-fold, all results known to the learner. From a log of outcomes: off-policy.</summary>
    public required double ApgrOffline { get; init; }

    /// <summary>The same over the second half of a stream of which only chosen results were seen; null where none was run.</summary>
    public double? ApgrOnline { get; init; }

    /// <summary>Budget (of two models: share of strong calls) that recovers half of the gap, offline.</summary>
    public double? Cpt50 { get; init; }

    /// <summary>Budget that recovers 80% of the gap, offline.</summary>
    public double? Cpt80 { get; init; }

    /// <summary>As <see cref="Cpt50"/>, online.</summary>
    public double? Cpt50Online { get; init; }

    /// <summary>As <see cref="Cpt80"/>, online.</summary>
    public double? Cpt80Online { get; init; }

    /// <summary>APGR of a router that knows all results; null where a log does not say.</summary>
    public double? ApgrOracle { get; init; }

    /// <summary>What is missing to it, offline.</summary>
    public double? OracleGap => ApgrOracle - ApgrOffline;

    /// <summary>Cost at which routing is as good as the strong model alone, as a share of that model's cost, offline.</summary>
    public double? CostAtEqualQuality { get; init; }

    /// <summary>Share of the gap that the choices made online did recover, each at the budget drawn for it, exploration included.</summary>
    public double? OnlineRecovered { get; init; }

    /// <summary>The budget that they spent.</summary>
    public double? OnlineBudget { get; init; }

    /// <summary>Offline curve.</summary>
    public required IReadOnlyList<BudgetPoint> Offline { get; init; }

    /// <summary>Online curve; empty where none was run.</summary>
    public IReadOnlyList<BudgetPoint> Online { get; init; } = [];

    /// <summary>Oracle's curve; empty where it is not known.</summary>
    public IReadOnlyList<BudgetPoint> Oracle { get; init; } = [];
}

/// <summary>A model of a replay.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Quality">Mean quality where it is known; null where it never is.</param>
/// <param name="Cost">Mean cost of a call.</param>
public sealed record BacktestModel(string Name, double? Quality, double Cost);
