using System.Security.Cryptography;
using System.Text;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;
using Freehold.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Freehold.Gateway.Tests.Distillation;

/// <summary>The way of a student that is an adapter of the model that is shipped, over HTTP alone and with no hand step.</summary>
public sealed class AdapterFlywheelTests
{
    private const string Policy = """
        default_label: internal
        training: {allow: true}
        workloads:
          triage:
            distill:
              student: adapter
              base_model: starter
              epochs: 2
              learning_rate: 0.01
              classes: [Return, Delivery, Order]
              accept: [rule]
              min_examples: 400
              shadow_requests: 20
              canary: [0.5, 1]
              canary_requests: 20
              margin: 0.15
              max_latency_ms: 10000
        """;

    /// <summary>Words of the shipped model's own texts: others it has hardly seen, and its output projection cannot tell them apart.</summary>
    private static readonly string[] Classes = ["Return", "Delivery", "Order"];

    private static readonly string Starter = Path.Combine(RepositoryPaths.Root, "silos", "Freehold.Silo", "Models", "starter.gguf");

    private readonly AuditBell _bell = new();

    [Fact]
    public async Task An_adapter_is_trained_passes_its_gate_and_is_promoted_on_the_model_that_it_was_trained_on()
    {
        await using var teacher = await TeacherAsync(text => Classes[Array.IndexOf(TriageDesk.Classes, TriageDesk.ClassOf(text))]);
        await using var house = await StartAsync(teacher);
        var desk = new TriageDesk(house);
        await desk.AskAsync(460);

        var shadow = await desk.RestAsync("shadow", _bell);
        await desk.PhaseAsync("canary", 5);
        var promoted = await desk.PhaseAsync("promoted", 5);

        var cycle = shadow.GetProperty("cycle");
        Assert.Equal(("adapter", "starter"), (cycle.GetProperty("kind").GetString(), cycle.GetProperty("base_model").GetString()));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Starter))), cycle.GetProperty("base_digest").GetString());
        await desk.ReportAsync(shadow, "gate_report", "lets the student through");
        var answer = await Eventually.GetAsync("an answer of the student", async () => await desk.AskAsync(1) is { } asked
            && asked["x-freehold-model"] == "student/triage" ? asked : null);
        Assert.Equal(promoted.GetProperty("current").GetProperty("digest").GetString(), answer["x-freehold-adapter-digest"]);
        Assert.Contains(answer.Json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), Classes);
    }

    [Fact]
    public async Task An_adapter_that_learned_from_shuffled_labels_is_stopped_at_the_gate()
    {
        await using var teacher = await TeacherAsync(ShuffledClassOf);
        await using var house = await StartAsync(teacher);
        var desk = new TriageDesk(house);
        await desk.AskAsync(460);

        var stopped = await desk.RestAsync("stopped", _bell);

        Assert.Contains("stopped at the gate", stopped.GetProperty("reason").GetString(), StringComparison.Ordinal);
        await desk.ReportAsync(stopped, "gate_report", "stops the student");
        Assert.Equal("mock/mock-model", (await desk.AskAsync(1))!["x-freehold-model"]);
    }

    private static Task<MockUpstreamServer> TeacherAsync(Func<string, string> answer) => MockUpstreamServer.StartAsync(
        new MockUpstreamOptions { EchoPieceChars = 64, Answer = answer }, TestContext.Current.CancellationToken);

    private async Task<House> StartAsync(MockUpstreamServer teacher)
    {
        var setup = new HouseSetup { Services = services => services.AddSingleton<IIncomingGrainCallFilter>(_bell) };
        var house = await House.StartAsync(
            setup.Model("starter", Starter).With("Freehold:Models:starter:Automatic", "false").Provider("mock", teacher));
        await house.SetPolicyAsync(Policy);
        return house;
    }

    /// <summary>A class that the text says nothing of.</summary>
    private static string ShuffledClassOf(string text) => Classes[SHA256.HashData(Encoding.UTF8.GetBytes(text))[0] % Classes.Length];
}
