using System.Net;
using System.Net.Sockets;
using Freehold.Cli.Tests.Support;
using Freehold.Client;

namespace Freehold.Cli.Tests.Cli;

public sealed class ErrorTests
{
    [Fact]
    public async Task A_refused_connection_names_the_url_and_how_to_start_a_silo()
    {
        var url = $"http://127.0.0.1:{FreePort()}";

        var run = await CliRun.WithAsync(FreeholdClient.Create, new CliSetting(), CancellationToken.None, "chat", "hi", "--url", url);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(url, run.Error, StringComparison.Ordinal);
        Assert.Contains("dotnet run --project silos/Freehold.Silo", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task An_error_of_the_gateway_keeps_its_message_status_code_and_request_id()
    {
        var gateway = new FakeGateway(_ =>
        {
            var response = FakeGateway.Json(Samples.Error("No such model.", "model_not_found"), HttpStatusCode.NotFound);
            response.Headers.Add("x-request-id", "req_7");
            return response;
        });

        var run = await CliRun.WithAsync(gateway, "chat", "hi");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("freehold: No such model. (HTTP 404, code model_not_found, request req_7)\n", run.Error);
    }

    [Fact]
    public async Task A_refused_key_is_traced_to_where_it_came_from()
    {
        var gateway = FakeGateway.Answering(Samples.Error("Incorrect API key.", "invalid_api_key"), HttpStatusCode.Unauthorized);

        var run = await CliRun.WithAsync(gateway, "models", "list");

        Assert.Contains("The key came from FREEHOLD_API_KEY.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_no_gateway_is_recognized()
    {
        var gateway = FakeGateway.Answering("<html>error</html>", HttpStatusCode.BadGateway);

        var run = await CliRun.WithAsync(gateway, "models", "list");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("HTTP 502", run.Error, StringComparison.Ordinal);
        Assert.Contains("check that the URL is that of a Freehold gateway", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_sequences_in_a_message_do_not_reach_the_terminal()
    {
        var gateway = FakeGateway.Answering(Samples.Error("\\u001b[2Jgone", "x"), HttpStatusCode.BadRequest);

        var run = await CliRun.WithAsync(gateway, "models", "list");

        Assert.DoesNotContain('\u001b', run.Error);
        Assert.Contains("gone", run.Error, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
