using System.Globalization;
using Freehold.Core.Economics;
using Freehold.Core.Features;
using Freehold.Core.Learning.Rewards;
using Freehold.Core.Learning.Rollouts;
using Freehold.Core.Policies;
using Freehold.Core.Routing;

namespace Freehold.Core.Learning.Simulation;

/// <summary>
/// A year of decisions by the parts that decide in a house: the planner, the exploration, the rewards, the training with its gate, the
/// watch and the drift detection. Only the candidates are made up. A function of the seed.
/// </summary>
public sealed class SimulatedYear
{
    /// <summary>The tenant's policy in this year.</summary>
    public const string PolicyText = """
        default_label: public
        zones:
          public: [any]
        objective:
          prefer: value
          quality_worth_usd: 0.01
        exploration: 0.1
        """;

    /// <summary>The share of answers that somebody gives a score.</summary>
    private const double FeedbackShare = 0.6;

    private const int PromptTokens = 1_000;

    private readonly RoutingPolicyDocument _policy = RoutingPolicyDocument.Parse(PolicyText);
    private readonly SimulatedWorld _world;
    private readonly YearLedger _ledger;
    private readonly Random _random;
    private readonly LearnerMemory _memory = new();
    private readonly DecisionBook _book;
    private readonly LiveWatch _watch;
    private readonly VersionTrainer _trainer;
    private readonly Weights _prior;
    private readonly Dictionary<string, Weights> _shelf = [];
    private readonly List<SimulatedEvent> _events = [];
    private RoutingTable _table = null!;
    private int _day;
    private int _number;

    private SimulatedYear(int seed, CancellationToken cancellationToken)
    {
        _world = new SimulatedWorld(seed);
        _ledger = new YearLedger(_world);
        _random = new Random(seed + 1);
        _prior = _world.MakePrior(_random, cancellationToken);
        var rule = new PolicyRule(_policy);
        _book = new DecisionBook(VersionTrainer.MaxDecisions, workload => _policy.For(workload).Rewards);
        _watch = new LiveWatch(_memory, rule);
        _trainer = new VersionTrainer(_memory, rule, (decisions, ended) => WeightsTraining.Fit(decisions, _memory.PriorThatHolds(_prior), ended));
    }

    /// <summary>Runs a year.</summary>
    /// <param name="seed">Fixes everything that is drawn.</param>
    /// <param name="decisionsPerDay">How many requests come each day.</param>
    /// <param name="days">Days, from the first on; at most <see cref="SimulatedWorld.Days"/>.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static SimulatedYearResult Run(int seed, int decisionsPerDay, int days, CancellationToken cancellationToken)
    {
        var year = new SimulatedYear(seed, cancellationToken);
        for (; year._day < days; year._day++)
        {
            year.SetTable(); // A price of today is known today: it comes from the catalog, not from the learning.
            for (var i = 0; i < decisionsPerDay; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                year.Decide(DateTimeOffset.UnixEpoch.AddDays(year._day).AddSeconds(86_400.0 * i / decisionsPerDay));
                year.Learn(cancellationToken);
            }
        }

        return new(seed, year._ledger.Close(), year._events);
    }

    private Weights InForce => _memory.History.InForce is { } version ? _shelf[version.Id] : _prior;

    private Weights Predecessor => _memory.History.Predecessor is { } version ? _shelf[version.Id] : _prior;

    private void SetTable() => _table = new RoutingTable(
        [.. _world.Candidates.Select((candidate, index) => new RoutableCandidate(
            candidate.Id, candidate.IsLocal, "any", candidate.Id, [], true, false, null, false,
            new TokenPrice(_world.CostOf(_day, index) * 1_000_000 / PromptTokens, 0, 0)))],
        _ => default,
        new QualitySource(InForce.Id, InForce.Model, InForce.ArmOf));

    private void Decide(DateTimeOffset at)
    {
        var (topic, features) = _world.Draw(_random);
        var query = new RouteQuery(RoutePlanner.Auto, null, false, PromptTokens: PromptTokens, MaxCompletionTokens: 1, Draw: _random.NextDouble());
        var plan = RoutePlanner.Plan(query, features, _policy.Tenant, _table);
        var first = plan.Candidates[0].Index;
        var isOut = SimulatedWorld.IsOut(_day, first);
        // The house asks the next one where the first does not answer.
        _ledger.Add(_day, topic, _world.ValueOf(_day, topic, isOut ? plan.Candidates[1].Index : first));
        Log(plan, features, at, isOut, _random.NextDouble() < _world.QualityOf(_day, topic, first));
    }

    private void Log(RoutePlan plan, RequestFeatures features, DateTimeOffset at, bool isOut, bool isRight)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"o{++_number}");
        LoggedArm[] arms = [.. plan.Candidates.Select(planned =>
            new LoggedArm(planned.Id, planned.Propensity, planned.Estimate.CostMicroUsd, planned.Estimate.LatencyMs))];
        // Everybody asks once: the same prompt in a pool of few is no retry.
        var decision = new LoggedDecision(id, _number, at, id, null, features.ToBytes(), arms, 0, _table.Quality?.Version, !isOut);
        if (isOut)
        {
            _book.Add(decision, new RewardSignal(RewardSignalKind.Failed));
            return;
        }

        _book.Add(decision);
        if (_random.NextDouble() < FeedbackShare)
        {
            _book.AddFeedback(id, new RewardSignal(RewardSignalKind.Score, isRight ? 1 : 0), at);
        }
    }

    private void Learn(CancellationToken cancellationToken)
    {
        foreach (var decision in _book.TakeDue())
        {
            var finding = _watch.Look(decision, InForce, Predecessor);
            if (finding == LiveFinding.Drift)
            {
                var drift = _memory.Drifts[^1];
                Note($"drift: {drift.Key.Arm} is {drift.Direction.ToString().ToLowerInvariant()}");
            }
            else if (finding == LiveFinding.Regret)
            {
                Change(_memory.History.RollBack(_memory.History.InForce!.Id, "worse than its predecessor"), "rolled back");
            }
        }

        if (VersionTrainer.IsDue(_memory))
        {
            var trained = _trainer.Train(_book.Decisions, InForce, cancellationToken);
            _memory.NoteTraining(_book.Decisions.Count(decision => decision.Signals.Reward is not null));
            if (trained is { Ships: true })
            {
                _shelf[trained.Weights.Id] = trained.Weights;
                Change(_memory.History.Ship(trained.Weights.Id, _number, default, trained.Reason), trained.Reason);
            }
        }
    }

    private void Change(VersionHistory history, string what)
    {
        _memory.History = history;
        _memory.Watch = default;
        foreach (var id in _shelf.Keys.Where(id => history.Find(id) is null).ToArray())
        {
            _shelf.Remove(id);
        }

        Note(what);
        SetTable();
    }

    private void Note(string what) => _events.Add(new SimulatedEvent(_day, what));
}
