using System.Text.RegularExpressions;
using Freehold.Gateway.Tests.Support;
using Freehold.Testing;
using Freehold.Testing.Postgres;

namespace Freehold.Gateway.Tests;

/// <summary>The silo as its operator meets it: arguments, output and exit codes.</summary>
public sealed partial class SiloProcessTests
{
    [Theory]
    [InlineData("auto")]
    [InlineData("starter")]
    public async Task With_nothing_configured_the_starter_model_answers_and_the_start_says_what_to_add(string model)
    {
        using var data = new TempFolder();
        using var silo = await SiloProcess.StartAsync(data, House.AdminKey);
        using var client = new ApiClient(silo.Url, House.AdminKey);

        var answer = (await client.ChatAsync(model, "Hello")).Expect(200);
        Assert.Equal("starter", answer.Headers["x-freehold-model"]);
        Assert.Contains("help", answer.Body, StringComparison.OrdinalIgnoreCase);

        Assert.Equal(0, await silo.TerminateAsync());
        Assert.Contains("offers starter.", silo.Output, StringComparison.Ordinal);
        Assert.Contains("--model NAME=PATH", silo.Output, StringComparison.Ordinal);
        Assert.Equal("", silo.Errors);
    }

    [Fact]
    public async Task With_a_provider_auto_does_not_choose_the_starter_model_which_answers_by_its_name()
    {
        using var data = new TempFolder();
        using var silo = await SiloProcess.StartAsync(
            data, House.AdminKey, "--provider", "gone=http://127.0.0.1:9", "--Freehold:Providers:gone:DefaultModel", "m");
        using var client = new ApiClient(silo.Url, House.AdminKey);

        Assert.NotEqual(200, (await client.ChatAsync("auto", "Hello")).Status);
        (await client.ChatAsync("starter", "Hello")).Expect(200);
    }

    [Fact]
    public async Task With_a_model_of_ones_own_the_starter_model_is_not_offered_unless_it_is_asked_for()
    {
        using var data = new TempFolder();
        using (var silo = await SiloProcess.StartAsync(data, House.AdminKey, "--model", $"tiny={TinyModel.Path}"))
        {
            using var client = new ApiClient(silo.Url, House.AdminKey);
            Assert.NotEqual(200, (await client.ChatAsync("starter")).Status);
            Assert.Equal(0, await silo.TerminateAsync());
        }

        using var both = await SiloProcess.StartAsync(
            data, House.AdminKey, "--model", $"tiny={TinyModel.Path}", "--Freehold:Starter", "true");
        using var asked = new ApiClient(both.Url, House.AdminKey);
        (await asked.ChatAsync("starter")).Expect(200);
        Assert.Equal("tiny", (await asked.ChatAsync("auto")).Expect(200).Headers["x-freehold-model"]);
    }

    [Fact]
    public async Task With_nothing_at_all_it_starts_says_what_to_add_and_ends_in_order()
    {
        using var data = new TempFolder();
        using var silo = await SiloProcess.StartAsync(data, House.AdminKey, "--Freehold:Starter", "false");
        using var client = new ApiClient(silo.Url, House.AdminKey);

        (await client.GetAsync("/readyz")).Expect(200);
        (await client.ChatAsync("auto")).ExpectError(503, "no_candidates");

        Assert.Equal(0, await silo.TerminateAsync());
        Assert.Contains("--model NAME=PATH", silo.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(House.AdminKey, silo.Output, StringComparison.Ordinal);
        Assert.Equal("", silo.Errors);
    }

    [Fact]
    public async Task The_admin_key_is_printed_on_the_first_start_and_holds_on_the_second()
    {
        using var data = new TempFolder();
        string key;
        using (var first = await SiloProcess.StartAsync(data, null, "--model", $"tiny={TinyModel.Path}"))
        {
            key = AdminKey().Match(first.Output).Value;
            Assert.NotEqual("", key);
            Assert.Equal(0, await first.TerminateAsync());
            Assert.Single(AdminKey().Matches(first.Output));
        }

        using var second = await SiloProcess.StartAsync(data, null, "--model", $"tiny={TinyModel.Path}");
        using var client = new ApiClient(second.Url, key);
        (await client.ChatAsync("tiny")).Expect(200);
        (await client.GetAsync("/admin/tenants")).Expect(200);
        await second.KillAsync();
        Assert.DoesNotContain(key, second.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(AdminKey(), second.Output);
    }

    [Fact]
    public async Task A_second_process_on_the_same_PostgreSQL_database_is_told_so_in_one_line()
    {
        Assert.SkipWhen(PostgresServer.SkipReason is not null, PostgresServer.SkipReason ?? "");
        var database = PostgresServer.Shared.CreateDatabase();
        using var data = new TempFolder();
        using var first = await SiloProcess.StartAsync(data, House.AdminKey, "--postgres", database, "--Freehold:Starter", "false");

        var (exitCode, _, errors) = await SiloProcess.RunAsync(data, ["--postgres", database]);

        Assert.Equal(1, exitCode);
        Assert.Contains("one process and no cluster", OneLine(errors), StringComparison.Ordinal);
        using var client = new ApiClient(first.Url, House.AdminKey);
        (await client.ChatAsync("auto")).ExpectError(503, "no_candidates");
        Assert.Single((await client.GetAsync("/v1/outcomes")).Expect(200).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task A_second_process_on_the_same_data_is_told_so_in_one_line()
    {
        using var data = new TempFolder();
        using var first = await SiloProcess.StartAsync(data, House.AdminKey);

        var (exitCode, _, errors) = await SiloProcess.RunAsync(data, []);

        Assert.Equal(1, exitCode);
        Assert.Contains(data.FullPath, OneLine(errors), StringComparison.Ordinal);
        using var client = new ApiClient(first.Url, House.AdminKey);
        (await client.GetAsync("/readyz")).Expect(200);
    }

    [Fact]
    public async Task A_port_in_use_is_told_in_one_line()
    {
        using var data = new TempFolder();
        using var other = new TempFolder();
        using var first = await SiloProcess.StartAsync(data, House.AdminKey);

        var (exitCode, _, errors) = await SiloProcess.RunAsync(other, ["--urls", first.Url.GetLeftPart(UriPartial.Authority)]);

        Assert.Equal(1, exitCode);
        Assert.Contains($"{first.Url.Port}", OneLine(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--model 'x' has not the form NAME=PATH", "--model", "x")]
    [InlineData(2, "--provider 'x=' has not the form NAME=BASE_URL", "--provider", "x=")]
    [InlineData(1, "Freehold:Providers:x:BaseUrl is 'ftp://y'", "--provider", "x=ftp://y")]
    [InlineData(1, "'auto' is taken", "--model", "auto=/tmp/x.gguf")]
    [InlineData(1, "Freehold:Providers:x:Zone is 'mars': use device, onprem", "--provider", "x=http://y", "--Freehold:Providers:x:Zone", "mars")]
    [InlineData(1, "MaxBodyBytes", "--Freehold:Gateway:MaxBodyBytes", "1")]
    [InlineData(1, "FirstByteTimeoutSeconds", "--provider", "x=http://y", "--Freehold:Providers:x:FirstByteTimeoutSeconds", "soon")]
    [InlineData(1, "'Zoen'", "--provider", "x=http://y", "--Freehold:Providers:x:Zoen", "device")]
    [InlineData(1, "MaxWaitingRequests must be between 1", "--model", "x=/tmp/x.gguf", "--Freehold:Models:x:MaxWaitingRequests", "0")]
    [InlineData(1, "Freehold:Models:x:Device is 'gpu': give 'managed'", "--model", "x=/tmp/x.gguf", "--Freehold:Models:x:Device", "gpu")]
    [InlineData(1, "'Pfad'", "--Freehold:Models:x:Pfad", "/tmp/x.gguf")]
    public async Task A_bad_argument_ends_in_one_line_and_an_exit_code(int exitCode, string says, params string[] arguments)
    {
        using var data = new TempFolder();

        var ended = await SiloProcess.RunAsync(data, arguments);

        Assert.True(exitCode == ended.ExitCode, $"{ended.ExitCode}: {ended.Output}{ended.Errors}");
        Assert.Contains(says, OneLine(ended.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_of_a_device_that_is_not_there_run_on_the_managed_engine_and_one_line_says_so()
    {
        using var data = new TempFolder();
        using var silo = await SiloProcess.StartAsync(
            data, House.AdminKey, "--model", $"one={TinyModel.Path}", "--model", $"two={TinyModel.Path}",
            "--Freehold:Models:one:Device", "torch:cuda:63", "--Freehold:Models:two:Device", "torch:cuda:63");
        using var client = new ApiClient(silo.Url, House.AdminKey);

        (await client.ChatAsync("one")).Expect(200);
        (await client.ChatAsync("two")).Expect(200);

        Assert.Equal(0, await silo.TerminateAsync());
        Assert.Single(Regex.Matches(silo.Output, "Device 'torch:cuda:63' cannot be used: [^\n]+ The managed engine computes its models\\."));
    }

    [Fact]
    public async Task A_short_admin_key_is_refused_in_one_line_that_does_not_repeat_it()
    {
        using var data = new TempFolder();

        var (exitCode, _, errors) = await SiloProcess.RunAsync(data, [], ("FREEHOLD_ADMIN_KEY", "swordfish"));

        Assert.Equal(1, exitCode);
        Assert.Contains("FREEHOLD_ADMIN_KEY has 9 characters", OneLine(errors), StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", errors, StringComparison.Ordinal);
    }

    private static string OneLine(string errors) => Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex("(?<=^ {4,})[^\\s]{30,}$", RegexOptions.Multiline)]
    private static partial Regex AdminKey();
}
