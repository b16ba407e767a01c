using Freehold.Gateway.Tests.Support;
using Freehold.MockUpstream;
using Microsoft.Data.Sqlite;

namespace Freehold.Gateway.Tests;

/// <summary>Where the log does not take an outcome, the answer is withheld.</summary>
public sealed class LogFailureTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tiny")]
    [InlineData("mock/mock-model")]
    public async Task Nobody_gets_an_answer_that_is_not_logged(string model)
    {
        await using var upstream = await MockUpstreamServer.StartAsync(cancellationToken: Stop);
        await using var house = await House.StartAsync(
            new HouseSetup { LogBusyTimeoutMs = 50 }.Model("tiny", TinyModel.Path).Provider("mock", upstream));
        var whole = (await house.Admin.ChatAsync(model)).Expect(200).Text;
        var streamed = (await house.Admin.StreamAsync(model)).Expect(200).Sse;

        using (await LockLogAsync(house))
        {
            var withheld = await house.Admin.ChatAsync(model);
            withheld.ExpectError(503, "outcome_not_logged");
            Assert.DoesNotContain(whole, withheld.Body, StringComparison.Ordinal);
            (await house.Admin.ChatAsync("no-such/model")).ExpectError(503, "outcome_not_logged");

            var broken = (await house.Admin.StreamAsync(model)).Expect(200).Sse;
            Assert.False(broken.IsDone);
            Assert.Equal("outcome_not_logged", Assert.NotNull(broken.Error).GetProperty("code").GetString());
        }

        Assert.Equal(whole, (await house.Admin.ChatAsync(model)).Expect(200).Text);
        Assert.True((await house.Admin.StreamAsync(model)).Expect(200).Sse.IsDone);
        Assert.True(streamed.IsDone);
        Assert.Equal(4, (await house.Admin.OutcomesAsync()).Length);
    }

    /// <summary>Holds the log's file as a backup or an administrator's open transaction may.</summary>
    private static async Task<SqliteConnection> LockLogAsync(House house)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(house.DataFolder, "outcomes.db")};Pooling=False");
        await connection.OpenAsync(Stop);
        await using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync(Stop);
        return connection;
    }
}
