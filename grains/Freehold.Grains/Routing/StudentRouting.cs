using System.Collections.Frozen;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Routing;
using Freehold.Core.Calibration;
using Freehold.Core.Policies;
using Freehold.Core.Routing;
using Freehold.Core.Routing.Students;

namespace Freehold.Grains.Routing;

/// <summary>The students of one tenant at one moment, and the places at which they run. Puts them into decisions.</summary>
internal sealed class StudentRouting
{
    private readonly string _tenant;
    private readonly FrozenDictionary<string, StudentCandidate> _students;
    private readonly FrozenDictionary<string, StudentCandidate> _challengers;
    private readonly FrozenDictionary<string, Candidate[]> _models;

    // Of no outcomes: an adapter's threshold was chosen on this scale, which must not move under it. What outcomes say of it is tested live.
    private readonly CascadeRules _cascades = new(CalibrationSnapshot.Empty);

    /// <param name="tenant">Whose students they are.</param>
    /// <param name="students">The students.</param>
    /// <param name="catalog">The models that adapters belong to, with their places.</param>
    public StudentRouting(string tenant, StudentSnapshot students, CatalogSnapshot catalog)
    {
        _tenant = tenant;
        _students = students.Students.ToFrozenDictionary(student => student.Workload, StringComparer.Ordinal);
        _challengers = students.Challengers.ToFrozenDictionary(student => student.Workload, StringComparer.Ordinal);
        var bases = students.Students.Concat(students.Challengers).Select(student => student.BaseModel).ToHashSet(StringComparer.Ordinal);
        _models = catalog.Candidates
            .Where(candidate => candidate is { Kind: CandidateKind.LocalModel, Unavailable: null, Embeds: false } && bases.Contains(candidate.Id))
            .GroupBy(candidate => candidate.Id, StringComparer.Ordinal)
            .ToFrozenDictionary(places => places.Key, places => places.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The decision with the student of its workload in it, where it has to do with one.</summary>
    /// <param name="decision">Who answers without it.</param>
    /// <param name="request">The request.</param>
    /// <param name="query">The same as the planner sees it.</param>
    /// <param name="policy">What holds for its workload.</param>
    /// <param name="plan">The plan that the decision is made of.</param>
    public RouteDecision Apply(RouteDecision decision, RouteRequest request, in RouteQuery query, WorkloadPolicy policy, RoutePlan plan)
    {
        // A gateway of the time before students sends no key, and could not ask one. What is only to be shown has none either.
        if (request.Workload is not { } workload || (request.RolloutKey is null && !request.Explain))
        {
            return decision;
        }

        var student = Find(_students, workload, out var places);
        var challenger = Find(_challengers, workload, out var otherPlaces);
        if ((student ?? challenger) is not { } first)
        {
            return decision;
        }

        var asks = new StudentQuery(query, workload, (Core.Routing.Students.StudentForm)request.StudentForm, request.Turn, request.RolloutKey);
        var draw = student is not null && challenger is not null
            ? StudentRules.Draw(ToRoutable(student), ToRoutable(challenger), asks, policy, plan)
            : StudentRules.Draw(ToRoutable(first), asks, policy, plan);
        return draw is not { } drawn ? decision
            : drawn.IsChallenger || student is null ? With(decision, challenger!, otherPlaces, policy.Distill, drawn)
            : With(decision, student, places, policy.Distill, drawn);
    }

    /// <summary>The student of a workload and the places where it runs; null where there is none, or nowhere to run it.</summary>
    private StudentCandidate? Find(FrozenDictionary<string, StudentCandidate> students, string workload, out RankedCandidate[] places)
    {
        places = students.TryGetValue(workload, out var student) ? PlacesOf(student, workload) : [];
        return places.Length > 0 ? student : null;
    }

    private static RoutableStudent ToRoutable(StudentCandidate student) => new(
        student.Id, student.Workload, student.Version, student.Kind == StudentKind.Specialist,
        student.Stage == RolloutStage.Shadow ? null : student.Share, student.ControlShare);

    private static RouteDecision With(
        RouteDecision decision, StudentCandidate student, RankedCandidate[] places, DistillPolicy policy, StudentDraw draw)
    {
        var plan = new StudentPlan
        {
            Candidate = student,
            Arm = ArmOf(draw.Arm),
            MaxLatencyMs = policy.MaxLatencyMs,
            Comparison = (AnswerComparison)policy.Task,
            Propensity = draw.Probability,
            OutOfScope = student.Kind == StudentKind.Adapter ? policy.OutOfScope : null,
        };
        if (draw.Arm != StudentArm.Student)
        {
            return decision with
            {
                Student = plan with { Beside = places[0] },
                Candidates = [.. decision.Candidates.Select(ranked => ranked with { Propensity = ranked.Propensity * draw.Probability })],
            };
        }

        places[0] = places[0] with { Propensity = draw.Probability };
        return decision with
        {
            Student = plan,
            Reason = "auto: " + places[0].Reason,
            Candidates =
            [
                .. places,
                .. decision.Candidates.Select(ranked => ranked with { Propensity = ranked.Propensity * (1 - draw.Probability) }),
            ],
        };
    }

    /// <summary>The student at each place where it runs; none where its base model is gone.</summary>
    private RankedCandidate[] PlacesOf(StudentCandidate student, string workload) => student.Kind == StudentKind.Specialist
        ? [Rank(student, workload, new Candidate
        {
            Id = student.Id,
            Kind = CandidateKind.Specialist,
            Zone = Zones.Device,
            Place = $"{_tenant}/{workload}",
            Model = student.Id,
            Digest = student.Digest,
        })]
        : [.. _models.GetValueOrDefault(student.BaseModel ?? "", [])
            .Select(model => Rank(student, workload, model with { Id = student.Id, AdapterDigest = student.Digest }))];

    private RankedCandidate Rank(StudentCandidate student, string workload, Candidate candidate) => new()
    {
        Candidate = candidate,
        Reason = $"the student of {workload} leads",
        Propensity = 0,
        ExpectedCostMicroUsd = 0,
        KeepAtProbability = student.ServeAt,
        Cascade = candidate.Kind == CandidateKind.LocalModel ? _cascades.For(candidate, workload, student.ServeAt, 0) : null,
    };

    private static string ArmOf(StudentArm arm) => arm switch
    {
        StudentArm.Student => StudentArms.Student,
        StudentArm.Control => StudentArms.Control,
        _ => StudentArms.Shadow,
    };
}
