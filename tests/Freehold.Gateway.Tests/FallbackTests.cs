using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;
using Freehold.Testing;

namespace Freehold.Gateway.Tests;

/// <summary>A candidate that fails before the first byte is followed by the next; what the upstream says of a request is passed on.</summary>
public sealed class FallbackTests
{
    private const string UpstreamError = """{"error":{"message":"Too hot.","type":"invalid_request_error","param":"temperature","code":"too_hot"}}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> Faults()
    {
        var rows = new TheoryData<string, bool>();
        foreach (var fault in (string[])["500", "503", "401", "429", "reset", "nonsense", "200 with an error", "cut before an event"])
        {
            rows.Add(fault, false);
            rows.Add(fault, true);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_failure_before_the_first_byte_goes_on_to_the_next_provider(string fault, bool stream)
    {
        await using var a = await FailingAsync(FaultOf(fault));
        await using var b = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Provider("a", a).Provider("b", b));

        var answer = (await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("mock-model", stream: stream))).Expect(200);

        Assert.Equal("b/mock-model", answer["x-freehold-model"]);
        Assert.StartsWith("fallback: a/mock-model failed", answer["x-freehold-decision"], StringComparison.Ordinal);
        var outcome = await house.Admin.OutcomeAsync(stream ? answer.Sse.Id : answer.Id);
        Assert.Equal("completed", outcome.GetProperty("status").GetString());
        Assert.Equal([fault == "429" ? "busy" : "failed", "answered"], outcome.GetProperty("attempts").EnumerateArray()
            .Select(attempt => attempt.GetProperty("result").GetString()));
    }

    [Fact]
    public async Task A_refused_connection_goes_on_to_the_next_provider()
    {
        await using var b = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        var a = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Provider("a", a).Provider("b", b));
        await a.DisposeAsync();

        var answer = (await house.Admin.ChatAsync("mock-model")).Expect(200);
        var alone = await house.Admin.ChatAsync("a/mock-model");

        Assert.Equal("b/mock-model", answer["x-freehold-model"]);
        Assert.Contains("ConnectionError", alone.ExpectError(502, "upstream_failure"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upstream_that_does_not_begin_in_time_is_left_for_the_next(bool stream)
    {
        var time = new ManualTimeProvider();
        await using var a = await FailingAsync(new MockFault.Stall(Task.Delay(Timeout.Infinite, Stop)));
        await using var b = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        var setup = new HouseSetup { Time = time }.Provider("a", a, ("FirstByteTimeoutSeconds", "7")).Provider("b", b);
        await using var house = await House.StartAsync(setup);
        var listed = a.RequestCount;

        var pending = house.Admin.PostAsync("/v1/chat/completions", Chats.Body("mock-model", stream: stream));
        await Eventually.IsTrueAsync("the upstream has the request", () => a.RequestCount > listed);
        time.Advance(TimeSpan.FromSeconds(7));
        var answer = (await pending).Expect(200);

        Assert.Equal("b/mock-model", answer["x-freehold-model"]);
        Assert.Contains("did not begin within 7 s", answer["x-freehold-decision"], StringComparison.Ordinal);

        var alone = house.Admin.ChatAsync("a/mock-model");
        await Eventually.IsTrueAsync("the upstream has the second request", () => a.RequestCount > listed + 1);
        time.Advance(TimeSpan.FromSeconds(7));
        (await alone).ExpectError(504, "upstream_timeout");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_upstream_says_of_the_request_is_passed_on_as_it_is(bool stream)
    {
        await using var a = await FailingAsync(new MockFault.Status(422, UpstreamError));
        await using var b = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Provider("a", a).Provider("b", b));

        var answer = (await house.Admin.PostAsync("/v1/chat/completions", Chats.Body("mock-model", stream: stream))).Expect(422);

        Assert.Equal(UpstreamError, answer.Body);
        Assert.DoesNotContain(b.Requests, request => request.Method == "POST");
        var outcome = Assert.Single(await house.Admin.OutcomesAsync());
        Assert.Equal("failed", outcome.GetProperty("status").GetString());
        Assert.Equal(422, outcome.GetProperty("http_status").GetInt32());
    }

    [Fact]
    public async Task A_rate_limit_of_the_last_candidate_comes_with_its_retry_after()
    {
        await using var a = await FailingAsync(new MockFault.Status(429, "{}", RetryAfterSeconds: 7));
        await using var house = await House.StartAsync(new HouseSetup().Provider("a", a));

        var answer = await house.Admin.ChatAsync("a/mock-model");

        answer.ExpectError(429, "rate_limit_exceeded");
        Assert.Equal("7", answer["Retry-After"]);
    }

    [Fact]
    public async Task The_upstreams_own_key_fault_is_not_the_clients()
    {
        await using var a = await FailingAsync(new MockFault.Status(401, """{"error":{"message":"Incorrect key sk-secret"}}"""));
        await using var house = await House.StartAsync(new HouseSetup().Provider("a", a));

        var message = (await house.Admin.ChatAsync("a/mock-model")).ExpectError(502, "upstream_failure");

        Assert.DoesNotContain("sk-secret", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_candidate_that_fails_again_and_again_moves_back()
    {
        await using var a = await FailingAsync(new MockFault.Status(500, "{}"));
        await using var b = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(new HouseSetup().Provider("a", a).Provider("b", b));

        var moved = await Eventually.GetAsync("b is asked first", async () =>
        {
            var answer = (await house.Admin.ChatAsync("mock-model")).Expect(200);
            return answer["x-freehold-decision"]!.StartsWith("fallback", StringComparison.Ordinal) ? null : answer;
        });

        Assert.Equal("b/mock-model", moved["x-freehold-model"]);
        var order = (await house.Admin.OutcomeAsync(moved.Id)).GetProperty("candidates").EnumerateArray().ToArray();
        Assert.Equal(["b/mock-model", "a/mock-model"], order.Select(candidate => candidate.GetProperty("id").GetString()).Take(2));
        Assert.Matches("moved back: [0-9]+ errors in a row", order[1].GetProperty("reason").GetString());
        var figures = (await house.Admin.GetAsync("/admin/models")).Expect(200).Json.GetProperty("candidates").EnumerateArray();
        var failing = figures.Single(candidate => candidate.GetProperty("id").GetString() == "a/mock-model").GetProperty("figures");
        Assert.True(failing.GetProperty("errors").GetInt64() >= 3);
    }

    private static Task<MockUpstreamServer> FailingAsync(MockFault fault) => MockUpstreamServer.StartAsync(
        new MockUpstreamOptions { Script = request => request.Method == "POST" ? fault : null }, Stop);

    private static MockFault FaultOf(string name) => name switch
    {
        "reset" => new MockFault.Reset(),
        "nonsense" => new MockFault.Status(200, "<html>", ContentType: "text/html"),
        "200 with an error" => new MockFault.Status(200, UpstreamError),
        "cut before an event" => new MockFault.CutConnection(0),
        _ => new MockFault.Status(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture), "{}"),
    };
}
