using System.Text.Json;
using Freehold.Cli.Tests.Support;

namespace Freehold.Cli.Tests.Cli;

public sealed class ChatTests
{
    private static FakeGateway Streaming(params string[] events) => new(_ => FakeGateway.Events(events));

    private static FakeGateway Saying(string text) =>
        Streaming(Samples.Chunk($$"""{"role":"assistant","content":"{{text}}"}"""), Samples.Chunk("{}", "\"stop\""), "[DONE]");

    [Fact]
    public async Task The_answer_goes_to_stdout_as_it_is_and_ends_with_one_line_end()
    {
        var gateway = Streaming(
            Samples.Chunk("""{"role":"assistant","content":""}"""), Samples.Chunk("""{"content":"Hello, "}"""),
            Samples.Chunk("""{"content":"world"}"""), Samples.Chunk("{}", "\"stop\""), "[DONE]");

        var run = await CliRun.WithAsync(gateway, "chat", "Say hello");

        Assert.Equal((0, "Hello, world\n", ""), (run.ExitCode, run.Out, run.Error));
    }

    [Fact]
    public async Task Every_option_reaches_the_gateway()
    {
        var gateway = Saying("x");

        await CliRun.WithAsync(
            gateway, "chat", "@hi", "--model", "stories", "--system", "be brief", "--label", "restricted", "--workload", "greet",
            "--max-tokens", "5", "--temperature", "0", "--seed", "42");

        var seen = gateway.Seen.Single();
        var body = JsonDocument.Parse(seen.Body).RootElement;
        Assert.Equal(("POST", "/v1/chat/completions", "Bearer fh-test"), (seen.Method, seen.PathAndQuery, seen.Authorization));
        Assert.Equal(("restricted", "greet"), (seen.Label, seen.Workload));
        Assert.Equal("stories", body.GetProperty("model").GetString());
        Assert.Equal(5, body.GetProperty("max_completion_tokens").GetInt32());
        Assert.Equal(0, body.GetProperty("temperature").GetDouble());
        Assert.Equal(42, body.GetProperty("seed").GetInt64());
        Assert.True(body.GetProperty("stream").GetBoolean());
        Assert.Equal(
            ["system: be brief", "user: @hi"],
            body.GetProperty("messages").EnumerateArray().Select(m => $"{m.GetProperty("role")}: {m.GetProperty("content")}"));
    }

    [Theory]
    [InlineData("chat", "-")]
    [InlineData("chat")]
    public async Task A_dash_or_a_pipe_reads_the_prompt_from_stdin(params string[] args)
    {
        var gateway = Saying("x");

        await CliRun.WithAsync(gateway, new CliSetting { Input = "line 1\nline 2" }, args);

        Assert.Contains("line 1\\nline 2", gateway.Seen.Single().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_stdin_is_a_usage_error() =>
        Assert.Equal(2, (await CliRun.WithAsync(Saying("x"), "chat", "-")).ExitCode);

    [Fact]
    public async Task Json_is_one_document_with_the_completion_and_its_route()
    {
        var gateway = new FakeGateway(_ =>
        {
            var response = FakeGateway.Json(Samples.Completion("caf\\u00e9"));
            response.Headers.Add("x-freehold-model", "stories");
            response.Headers.Add("x-freehold-cost-usd", "0.000012");
            return response;
        });

        var run = await CliRun.WithAsync(gateway, "chat", "hi", "--json");

        Assert.Single(run.Lines);
        var message = run.Json.GetProperty("completion").GetProperty("choices")[0].GetProperty("message");
        Assert.Equal("café", message.GetProperty("content").GetString());
        Assert.Equal("stories", run.Json.GetProperty("route").GetProperty("model").GetString());
        Assert.Equal(0.000012m, run.Json.GetProperty("route").GetProperty("cost_usd").GetDecimal());
    }

    [Fact]
    public async Task An_answer_that_breaks_off_keeps_what_came_and_fails()
    {
        var run = await CliRun.WithAsync(Streaming(Samples.Chunk("""{"content":"Hel"}""")), "chat", "hi");

        Assert.Equal((1, "Hel\n"), (run.ExitCode, run.Out));
        Assert.Contains("broke off", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_in_the_stream_is_told()
    {
        var run = await CliRun.WithAsync(
            Streaming(Samples.Chunk("""{"content":"Hel"}"""), Samples.Error("The upstream failed.", "upstream_error")), "chat", "hi");

        Assert.Equal((1, "Hel\n"), (run.ExitCode, run.Out));
        Assert.Equal("freehold: The upstream failed. (code upstream_error)\n", run.Error);
    }

    [Fact]
    public async Task On_a_terminal_control_sequences_of_the_model_are_left_out_and_in_a_pipe_they_stay()
    {
        var terminal = await CliRun.WithAsync(Saying("a\\u001b[31mb\\nc"), new CliSetting { OutputIsTerminal = true }, "chat", "hi");
        var pipe = await CliRun.WithAsync(Saying("a\\u001b[31mb\\nc"), "chat", "hi");

        Assert.Equal("a[31mb\nc\n", terminal.Out);
        Assert.Equal("a\u001b[31mb\nc\n", pipe.Out);
    }

    [Fact]
    public async Task Verbose_tells_on_stderr_what_the_log_says_of_the_answer()
    {
        var gateway = new FakeGateway(seen => seen.Method == "GET"
            ? FakeGateway.Json(Samples.Outcomes(false, 1))
            : FakeGateway.Events(Samples.Chunk("""{"content":"x"}"""), "[DONE]"));

        var run = await CliRun.WithAsync(gateway, "chat", "hi", "--verbose");

        Assert.Equal("x\n", run.Out);
        Assert.Equal("[stories: auto: local first; Internal; 3+2 tokens; $1.50; 12.2 ms; chatcmpl-1]\n", run.Error);
        Assert.Equal("/v1/outcomes?id=chatcmpl-1", gateway.Seen[1].PathAndQuery);
    }

    [Fact]
    public async Task A_conversation_sends_its_turns_and_takes_back_the_one_that_failed()
    {
        var answers = new Queue<HttpResponseMessage>(
        [
            FakeGateway.Events(Samples.Chunk("""{"content":"A1"}"""), "[DONE]"),
            FakeGateway.Json(Samples.Error("busy", "overloaded"), System.Net.HttpStatusCode.ServiceUnavailable),
            FakeGateway.Events(Samples.Chunk("""{"content":"A3"}"""), "[DONE]"),
        ]);
        var gateway = new FakeGateway(_ => answers.Dequeue());
        var setting = new CliSetting { InputIsTerminal = true, Input = "Q1\n\nQ2\nQ3\n/exit\nQ4\n" };

        var run = await CliRun.WithAsync(gateway, setting, "chat");

        var last = JsonDocument.Parse(gateway.Seen[^1].Body).RootElement.GetProperty("messages").EnumerateArray();
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["Q1", "A1", "Q3"], last.Select(message => message.GetProperty("content").GetString()));
        Assert.Contains("busy", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_at_the_prompt_of_a_conversation_ends_it_with_0()
    {
        using var interrupt = new CancellationTokenSource();
        using var terminal = new SilentTerminal(interrupt.Cancel);

        var run = await CliRun.WithAsync(
            Saying("x").Connect, new CliSetting { InputIsTerminal = true, In = terminal }, interrupt.Token, "chat");

        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public async Task Ctrl_C_during_a_single_answer_ends_with_130_and_no_noise()
    {
        using var interrupt = new CancellationTokenSource();
        await interrupt.CancelAsync();

        var run = await CliRun.WithAsync(Saying("x").Connect, new CliSetting(), interrupt.Token, "chat", "hi");

        Assert.Equal((130, ""), (run.ExitCode, run.Error));
    }

    /// <summary>A terminal at which nobody types; reading from it blocks until it is disposed.</summary>
    private sealed class SilentTerminal(Action onRead) : TextReader
    {
        private readonly ManualResetEventSlim _closed = new();

        public override string? ReadLine()
        {
            onRead();
            _closed.Wait();
            return null;
        }

        protected override void Dispose(bool disposing)
        {
            _closed.Set();
            base.Dispose(disposing);
        }
    }
}
