using System.Diagnostics.CodeAnalysis;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Routing;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Labels;
using Freehold.Core.Policies;
using Freehold.Core.Routing;
using Freehold.Core.Routing.Students;
using Freehold.Grains.Distillation.Checks;
using Freehold.Grains.Registry;
using Freehold.Grains.Tests.Support;
using Freehold.Inference;
using Freehold.Inference.Specialists;
using Freehold.Inference.Training;
using Freehold.Storage.Artifacts;
using Freehold.Testing;
using Freehold.Workers;
using Freehold.Workers.Registry;
using Freehold.Workers.Training;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Freehold.Grains.Tests.Distillation.Support;

/// <summary>The grains with a worker that really trains, and traffic as a gateway would log it.</summary>
internal sealed class DistillHouse : IAsyncDisposable
{
    public const string Policy = """
        default_label: internal
        zones:
          internal: [any]
        training:
          allow: true
        workloads:
          triage:
            distill:
              task: classification
              min_examples: 400
              retrain_examples: 100000
              shadow_requests: 40
              canary: [0.2, 1]
              canary_requests: 40
              audit_share: 0.2
              margin: 0.15
              max_latency_ms: 1000
        """;

    private readonly House _house;
    private readonly TempFolder _folder;
    private readonly DateTimeOffset _startedAt;
    private WorkloadPolicy? _policy;
    private SpecialistModel? _student;

    private DistillHouse(House house, TempFolder folder, Faults faults)
    {
        (_house, _folder, Faults) = (house, folder, faults);
        _startedAt = house.Cluster.Time.GetUtcNow(); // Near to now: what was said long ago is not kept.
    }

    public House House => _house;

    public Faults Faults { get; }

    public IDistillationGrain Grain => _house.Grains.GetGrain<IDistillationGrain>("acme/triage");

    public IWorkloadGrain Workload => _house.Grains.GetGrain<IWorkloadGrain>("acme/triage");

    public static Task<DistillHouse> StartAsync(string policy = Policy, ScriptedChecks? checks = null)
    {
        TenantScope.EnterSystem(); // Not in an async method: what one enters is left at its end.
        return MakeAsync(policy, checks ?? new ScriptedChecks(_ => throw new HttpRequestException("Nobody is there.")));
    }

    /// <summary>A teacher answers, and somebody says that the answers are right.</summary>
    /// <param name="from">Number of the first question.</param>
    /// <param name="count">Questions.</param>
    /// <param name="answer">What the teacher says; null: the truth.</param>
    /// <param name="tenant">Whose requests.</param>
    public async Task TeachAsync(int from, int count, Func<int, string>? answer = null, string tenant = "acme")
    {
        var log = OutcomeLogId.Parse($"{tenant}/0");
        for (var i = from; i < from + count; i++)
        {
            var said = answer?.Invoke(i) ?? ToyIntents.ClassOf(i);
            await _house.Log.AppendAsync(log, Exchange(tenant, i, said), default);
            await _house.Log.AppendFeedbackAsync(log, Opinion(i, "accepted"), default);
        }
    }

    /// <summary>Requests come in, and the student that is published leads or is compared; after each ten its grain reads on.</summary>
    /// <param name="from">Number of the first question.</param>
    /// <param name="count">Questions.</param>
    /// <param name="spoil">Makes of the student's answer what it says in this test.</param>
    /// <returns>Requests until the student was taken back; null where it was not.</returns>
    public Task<int?> LiveAsync(int from, int count, Func<string, string>? spoil = null) =>
        LiveAsync(from, count, (_, answer) => spoil?.Invoke(answer) ?? answer);

    /// <inheritdoc cref="LiveAsync(int, int, Func{string, string}?)"/>
    /// <param name="from">Number of the first question.</param>
    /// <param name="count">Questions.</param>
    /// <param name="spoil">Makes of the answer of the student of a version what it says in this test.</param>
    public async Task<int?> LiveAsync(int from, int count, Func<string, string, string> spoil)
    {
        for (var i = from; i < from + count; i++)
        {
            await _house.Log.AppendAsync(OutcomeLogId.Parse("acme/0"), await LiveOutcomeAsync(i, spoil), default);
            if (i % 10 == 9 && (await CatchUpAsync()).Phase == DistillationPhase.RolledBack)
            {
                return i + 1 - from;
            }
        }

        return null;
    }

    /// <summary>Does what can be done until no job runs; a cut wire is tried again.</summary>
    public async Task<DistillationStatus> SettleAsync()
    {
        while (true)
        {
            var ended = Faults.NextWakeAsync();
            if (await CatchUpAsync() is { Phase: not (DistillationPhase.Training or DistillationPhase.Evaluating) } status)
            {
                return status;
            }

            await ended.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public async Task<DistillationStatus> CatchUpAsync()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await ReportWorkerAsync();
                return await Grain.CatchUpAsync(default);
            }
            catch (Exception e) when (tries < 20 && e is CutException or IOException)
            {
                // It goes on from what is stored.
            }
        }
    }

    public async Task<StudentCandidate?> PublishedAsync() =>
        (await _house.Grains.GetGrain<IStudentCatalogGrain>("acme").GetNewerAsync(-1, default))?.Students.SingleOrDefault();

    public async Task SetPolicyAsync(string policy)
    {
        var set = await _house.Grains.GetGrain<ITenantGrain>("acme").SetPolicyAsync(new TenantPolicy { Document = policy }, default);
        Assert.True(set.Status == TenantCommandStatus.Done, set.Detail);
        _policy = RoutingPolicyDocument.Parse(policy).For("triage");
    }

    public async Task RestartAsync()
    {
        await _house.Cluster.RestartAsync();
        TenantScope.EnterSystem();
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<DistillHouse> MakeAsync(string policy, ScriptedChecks checks)
    {
        var (folder, faults) = (new TempFolder(), new Faults());
        var house = await House.StartAsync(services => AddWorker(services, folder.FullPath, faults, checks), typeof(TrainerGrain).Assembly);
        await house.MakeTenantAsync("acme");
        var made = new DistillHouse(house, folder, faults);
        await made.SetPolicyAsync(policy);
        return made;
    }

    private static void AddWorker(IServiceCollection services, string folder, Faults faults, ScriptedChecks checks)
    {
        services.AddSingleton<IHttpMessageHandlerFactory>(checks).AddSingleton<CheckDirectory>();
        services.Configure<ChecksOptions>(options => options.Checks["tone"] = new CheckOptions
        {
            Url = "http://checks.test/tone",
            ApiKey = "secret",
        });
        services.Configure<WorkerOptions>(options => options.TrainingFolder = Path.Combine(folder, "training"));
        services.AddFreeholdTraining();
        services.AddSingleton<SigningKeys>().AddSingleton<StudentSigner>();
        services.AddSingleton<ModelGate>().AddSingleton<IModelDevices, NoDevices>().AddSingleton<EngineHost>();

        // A clock of its own, which stands still: what the gate measures must not depend on how busy the machine is.
        services.Replace(ServiceDescriptor.Singleton(provider => new SpecialistWork(
            provider.GetRequiredService<IArtifactStore>(), provider.GetRequiredService<ITrainingYield>(), new ManualTimeProvider())));
        var real = services.Last(service => service.ServiceType == typeof(IArtifactStore)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton<IArtifactStore>(
            provider => new FlakyArtifacts((IArtifactStore)real(provider), faults)));
        services.AddSingleton<IIncomingGrainCallFilter>(faults);
    }

    /// <summary>This worker serves no models.</summary>
    private sealed class NoDevices : IModelDevices
    {
        public bool TryOpen(ComputeDevice device, [NotNullWhen(true)] out ModelBackend? backend, [NotNullWhen(false)] out string? reason)
        {
            (backend, reason) = (null, "this worker serves no models");
            return false;
        }
    }

    private Task ReportWorkerAsync() => _house.Grains.GetGrain<ILoadGrain>(ILoadGrain.Key).ReportAsync(
        new WorkerLoad { Place = "local/cpu0", Models = [] }, default);

    private async Task<Outcome> LiveOutcomeAsync(int number, Func<string, string, string> spoil)
    {
        var teacher = ToyIntents.ClassOf(number);
        var outcome = Exchange("acme", number, teacher);
        if (await DrawAsync(outcome.Id) is not var (student, leads))
        {
            return outcome;
        }

        var said = (await LoadAsync(student.Digest)).Predict(ToyIntents.TextOf(number));
        var answer = spoil(student.Version, said.Label);
        var serves = !said.OutOfScope && said.Probability >= student.ServeAt;
        var trace = new StudentTrace
        {
            Version = student.Version,
            Digest = student.Digest,
            Arm = student.Stage == RolloutStage.Shadow ? StudentArms.Shadow : leads ? StudentArms.Student : StudentArms.Control,
            Answer = answer,
            Agrees = leads && serves ? null : answer == teacher,
            Probability = said.Probability,
            WouldServe = serves,
            LatencyMs = 0.1,
        };
        return leads && serves
            ? outcome with { Student = trace, Model = student.Id, CostMicroUsd = 0, Transcript = null }
            : outcome with { Student = trace };
    }

    /// <summary>The student that a request has to do with, and whether it leads it, as a router draws it; null for none.</summary>
    private async Task<(StudentCandidate Student, bool Leads)?> DrawAsync(string key)
    {
        var students = await _house.Grains.GetGrain<IStudentCatalogGrain>("acme").GetNewerAsync(-1, default);
        if (students!.Students is not [var first])
        {
            return null;
        }

        var query = new StudentQuery(new RouteQuery("auto", null, false), "triage", Core.Routing.Students.StudentForm.Text, 0, key);
        var plan = new RoutePlan([], [], Label.Internal, PlanRefusal.None, "auto");
        var draw = students.Challengers is [var other]
            ? StudentRules.Draw(ToRoutable(first), ToRoutable(other), query, _policy!, plan)
            : StudentRules.Draw(ToRoutable(first), query, _policy!, plan);
        return (draw!.Value.IsChallenger ? students.Challengers[0] : first, draw.Value.Arm == StudentArm.Student);
    }

    private static RoutableStudent ToRoutable(StudentCandidate student) => new(
        student.Id, "triage", student.Version, true, student.Stage == RolloutStage.Shadow ? null : student.Share, student.ControlShare);

    private async Task<SpecialistModel> LoadAsync(string digest)
    {
        if (_student?.Digest != digest)
        {
            await using var content = await _house.Cluster.Services.GetRequiredService<IArtifactStore>().OpenAsync(digest, default);
            _student = SpecialistModel.Load(content!);
        }

        return _student;
    }

    private Outcome Exchange(string tenant, int number, string answer) => Some.Outcome(tenant, $"o{number}", At(number)) with
    {
        Workload = "triage",
        Model = "openai/teacher",
        CostMicroUsd = 200,
        Transcript = new Transcript { Turns = [new TranscriptTurn { Role = "user", Content = ToyIntents.TextOf(number) }], Answer = answer },
    };

    private Feedback Opinion(int number, string label) => new()
    {
        Id = $"f{number}",
        OutcomeId = $"o{number}",
        KeyId = "judge",
        At = At(number),
        Label = label,
    };

    private DateTimeOffset At(int number) => _startedAt.AddSeconds(number);
}
