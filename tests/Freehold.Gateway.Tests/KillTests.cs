using System.Collections.Concurrent;
using System.Text.Json;
using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;
using Freehold.Testing;

namespace Freehold.Gateway.Tests;

/// <summary>The first promise: a response that a client saw finished has its outcome, whatever is killed when.</summary>
public sealed class KillTests
{
    private const int Kills = 20;
    private const int Clients = 16;
    private const int Seed = 20_260_401;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_clients_saw_finished_is_in_the_log_after_every_kill()
    {
        using var data = new TempFolder();
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        string[] arguments = ["--model", $"tiny={TinyModel.Path}", "--provider", $"mock={upstream.BaseUrl}"];
        var random = new Random(Seed);
        var logged = new Dictionary<string, int>(StringComparer.Ordinal);
        var lastSequence = 0L;
        var silo = await SiloProcess.StartAsync(data, House.AdminKey, arguments);
        try
        {
            for (var kill = 1; kill <= Kills; kill++)
            {
                var finished = await LoadUntilKilledAsync(silo, random);
                silo.Dispose();
                silo = await SiloProcess.StartAsync(data, House.AdminKey, arguments);

                lastSequence = await ReadLogAsync(silo, lastSequence, logged);
                var lost = finished.Where(id => !logged.ContainsKey(id)).ToArray();
                Assert.True(lost.Length == 0, $"Kill {kill}: {lost.Length} of {finished.Count} finished responses have no outcome, as {lost.FirstOrDefault()}.");
                Assert.All(finished, id => Assert.Equal(1, logged[id]));
            }
        }
        finally
        {
            silo.Dispose();
        }
    }

    /// <summary>Loads the silo from many clients at once and kills it after some answers; gives the ids that clients saw finished.</summary>
    private static async Task<IReadOnlyCollection<string>> LoadUntilKilledAsync(SiloProcess silo, Random random)
    {
        var finished = new ConcurrentBag<string>();
        var killAfter = random.Next(5, 300);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var http = new HttpClient { BaseAddress = silo.Url, Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", House.AdminKey);
        var clients = Enumerable.Range(0, Clients).Select(client => AskUntilKilledAsync(http, client, id =>
        {
            finished.Add(id);
            if (finished.Count >= killAfter)
            {
                enough.TrySetResult();
            }
        })).ToArray();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(60), Stop);
        await silo.KillAsync();
        await Task.WhenAll(clients);
        return finished;
    }

    /// <summary>Asks again and again, in turn the local model and the upstream, streamed and whole, until the connection breaks.</summary>
    private static async Task AskUntilKilledAsync(HttpClient http, int client, Action<string> onFinished)
    {
        for (var i = client; ; i++)
        {
            try
            {
                var stream = (i & 1) == 0;
                var body = JsonSerializer.Serialize(Chats.Body((i & 2) == 0 ? "tiny" : "mock/mock-model", stream: stream, maxTokens: 4));
                using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
                using var response = await http.PostAsync("/v1/chat/completions", content, Stop);
                var text = await response.Content.ReadAsStringAsync(Stop);
                if (response.StatusCode == System.Net.HttpStatusCode.TooManyRequests)
                {
                    continue;
                }

                Assert.True(response.IsSuccessStatusCode, text);
                if (!stream)
                {
                    onFinished(JsonElement.Parse(text).GetProperty("id").GetString()!);
                }
                else if (text.Contains("data: [DONE]\n\n", StringComparison.Ordinal))
                {
                    onFinished(SseTranscript.Parse(text).Id);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return;
            }
        }
    }

    /// <summary>Counts the outcomes after a place in the log by their ids; all of finished answers are complete.</summary>
    private static async Task<long> ReadLogAsync(SiloProcess silo, long after, Dictionary<string, int> logged)
    {
        using var client = new ApiClient(silo.Url, House.AdminKey);
        while (true)
        {
            var page = (await client.GetAsync($"/v1/outcomes?limit=100&after={after}")).Expect(200).Json;
            foreach (var outcome in page.GetProperty("data").EnumerateArray())
            {
                after = Math.Max(after, outcome.GetProperty("sequence").GetInt64());
                if (outcome.GetProperty("status").GetString() == "completed")
                {
                    var id = outcome.GetProperty("id").GetString()!;
                    logged[id] = logged.GetValueOrDefault(id) + 1;
                }
            }

            if (!page.GetProperty("has_more").GetBoolean())
            {
                return after;
            }
        }
    }
}
