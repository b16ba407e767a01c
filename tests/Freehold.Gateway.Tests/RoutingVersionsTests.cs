using Freehold.Contracts.Outcomes;
using Freehold.Contracts.Tenancy;
using Freehold.Core.Features;
using Freehold.Core.Learning.Rewards;
using Freehold.Core.Learning.Rollouts;
using Freehold.Gateway.Tests.Support;
using Freehold.Storage;
using Freehold.Storage.Outcomes.Sqlite;
using Freehold.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Freehold.Gateway.Tests;

/// <summary>The learned weights over HTTP, and the way back from them.</summary>
public sealed class RoutingVersionsTests
{
    private const string Versions = "/admin/tenants/default/routing/versions";
    private const string Rollback = "/admin/tenants/default/routing/rollback";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_version_that_the_log_taught_is_listed_taken_back_once_and_in_the_audit_chain()
    {
        using var folder = new TempFolder();
        await TeachAsync(folder.FullPath);
        await using var house = await House.StartAsync(new HouseSetup { DataFolder = folder.FullPath }.Model("tiny", TinyModel.Path));
        await house.SetPolicyAsync("{objective: {prefer: quality}, exploration: 0.1}");
        (await house.Admin.ChatAsync("tiny")).Expect(200); // Its outcome wakes the learner.
        var version = await Eventually.GetAsync("a version in force", async () =>
            (await house.Admin.GetAsync(Versions)).Expect(200).Json.TryGetProperty("in_force", out var inForce) ? inForce.GetString() : null);

        (await house.Admin.PostAsync(Rollback, new { version = "another" })).Expect(409);
        var after = (await house.Admin.PostAsync(Rollback, new { version })).Expect(200).Json;

        Assert.False(after.TryGetProperty("in_force", out var none) && none.GetString() is not null);
        Assert.Contains(after.GetProperty("versions").EnumerateArray(), listed =>
            listed.GetProperty("id").GetString() == version && listed.GetProperty("status").GetString() == "rolled_back"
            && listed.GetProperty("reason").GetString() == "rolled back by hand");
        (await house.Admin.PostAsync(Rollback, new { version })).Expect(409);
        Assert.Contains($"\"{version}\"", (await house.Admin.GetAsync("/admin/tenants/default/audit")).Expect(200).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_but_an_admin_sees_versions_and_an_unknown_tenant_has_none()
    {
        await using var house = await House.WithTinyAsync();
        var acme = await house.TenantAsync("acme");

        Assert.Equal(0, (await house.Admin.GetAsync(Versions)).Expect(200).Json.GetProperty("versions").GetArrayLength());
        (await acme.GetAsync("/admin/tenants/acme/routing/versions")).Expect(403);
        (await acme.PostAsync("/admin/tenants/default/routing/rollback", new { version = "x" })).Expect(403);
        (await house.Admin.GetAsync("/admin/tenants/nobody/routing/versions")).Expect(404);
        (await house.Admin.PostAsync("/admin/tenants/nobody/routing/rollback", new { version = "x" })).Expect(404);
        (await house.Admin.PostAsync(Rollback, new { })).Expect(400);
    }

    /// <summary>A log in which two candidates were tried evenly: one is right nine times of ten, the other once.</summary>
    private static async Task TeachAsync(string path)
    {
        using var folder = DataFolder.Open(path);
        using var log = SqliteOutcomeLog.Open(folder, new SqliteOutcomeLogOptions(), NullLogger<SqliteOutcomeLog>.Instance);
        var id = OutcomeLogId.For(TenantId.Parse("default"));
        for (var i = 0; i < (2 * VersionTrainer.MinRewardsBetweenTrainings) + 20; i++)
        {
            var random = new Random(i);
            var model = random.Next(2) == 0 ? "good" : "bad";
            await log.AppendAsync(id, Decision(i, model), Stop);
            var score = random.NextDouble() < (model == "good" ? 0.9 : 0.1) ? 1 : 0;
            await log.AppendFeedbackAsync(
                id,
                new Feedback { Id = $"f{i}", OutcomeId = $"o{i}", KeyId = "judge", At = At(i), Label = RewardSignal.JudgeLabel, Score = score },
                Stop);
        }
    }

    private static Outcome Decision(int number, string model) => new()
    {
        Id = $"o{number}",
        Tenant = "default",
        KeyId = $"key{number}",
        At = At(number),
        Api = "chat.completions",
        Label = SensitivityLabel.Internal,
        RequestedModel = "auto",
        Decision = "auto",
        PolicyVersion = 1,
        Features = FeatureExtractor.Extract($"ticket {number} about parcel {number * 7}", new FeatureContext()).ToBytes(),
        Candidates =
        [
            new ConsideredCandidate { Id = "bad", Allowed = true, Reason = "", Propensity = 0.5 },
            new ConsideredCandidate { Id = "good", Allowed = true, Reason = "", Propensity = 0.5 },
        ],
        Attempts = [new Attempt { Candidate = model, Result = AttemptResult.Answered }],
        Status = OutcomeStatus.Completed,
        HttpStatus = 200,
        Model = model,
    };

    private static DateTimeOffset At(int number) => DateTimeOffset.UnixEpoch.AddMinutes(number);
}
