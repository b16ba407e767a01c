using System.Text.Json.Nodes;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;
using Freehold.Testing;

namespace Freehold.Gateway.Tests;

/// <summary>Recorded exchanges with OpenAI: what a client gets through the house is what was recorded, but for ids and times.</summary>
public sealed class ReplayTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // the upstream does what OpenAI does where the house asks it for usage on its own behalf
    public async Task Clients_get_what_was_recorded(bool emulateIncludeUsage)
    {
        var folder = RepositoryPaths.SharedData("traces", "openai", "ChatCompletions");
        if (folder is null)
        {
            Assert.Skip(RepositoryPaths.MissingSharedData("traces/openai/ChatCompletions"));
        }

        await using var upstream = await MockUpstreamServer.StartAsync(
            new MockUpstreamOptions { RecordedFolder = folder, EmulateIncludeUsage = emulateIncludeUsage }, Stop);
        await using var house = await House.StartAsync(new HouseSetup().Provider("openai", upstream));

        // What was recorded has names and pictures in it, and shall go out all the same.
        await house.SetPolicyAsync("labels: {personal_data: internal, secrets: internal, unreadable: internal}");

        var recordings = Directory.GetDirectories(folder);
        Assert.NotEmpty(recordings);
        foreach (var recording in recordings)
        {
            var request = await File.ReadAllTextAsync(Path.Combine(recording, "request.json"), Stop);
            var answer = (await house.Admin.SendTextAsync(HttpMethod.Post, "/v1/chat/completions", request)).Expect(200);
            var streamed = Path.Combine(recording, "response.txt");
            if (File.Exists(streamed))
            {
                AssertSame(SseTranscript.Parse(Ended(await File.ReadAllTextAsync(streamed, Stop))), answer.Sse, recording);
            }
            else
            {
                var recorded = await File.ReadAllTextAsync(Path.Combine(recording, "response.json"), Stop);
                AssertSame(recorded, answer.Body, recording);
            }
        }
    }

    private static void AssertSame(SseTranscript recorded, SseTranscript got, string recording)
    {
        Assert.Equal(recorded.Data.Count, got.Data.Count);
        Assert.True(got.IsDone);
        Assert.Single(got.Chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct());
        foreach (var (expected, actual) in recorded.Data.Zip(got.Data).SkipLast(1))
        {
            AssertSame(expected, actual, recording);
        }
    }

    private static void AssertSame(string recorded, string got, string recording) => Assert.True(
        JsonNode.DeepEquals(WithoutIdAndTime(recorded), WithoutIdAndTime(got)),
        $"{Path.GetFileName(recording)}: recorded {recorded}, got {got}");

    private static JsonObject WithoutIdAndTime(string json)
    {
        var node = JsonNode.Parse(json)!.AsObject();
        Assert.True(node.Remove("id"));
        Assert.True(node.Remove("created"));
        return node;
    }

    private static string Ended(string sse) => sse.TrimEnd('\n') + "\n\n";
}
