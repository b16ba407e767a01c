using Freehold.Gateway.Tests.Support;

namespace Freehold.Gateway.Tests;

/// <summary>The work of a prompt that came before is not done again, and not told to others.</summary>
public sealed class PrefixCacheTests
{
    [Fact]
    public async Task A_prompt_that_came_before_is_found_by_its_own_tenant_only()
    {
        await using var house = await House.WithTinyAsync();
        var (acme, globex) = (await house.TenantAsync("acme"), await house.TenantAsync("globex"));
        var prompt = string.Concat(Enumerable.Repeat("the cat sat ", 8));

        int[] cached =
        [
            await CachedAsync(acme, prompt), await CachedAsync(globex, prompt), await CachedAsync(acme, prompt), await CachedAsync(globex, prompt),
        ];

        Assert.Equal([0, 0], cached[..2]);
        Assert.True(cached[2] >= 32, $"{cached[2]} tokens were found.");
        Assert.Equal(cached[2], cached[3]);
    }

    private static async Task<int> CachedAsync(ApiClient client, string prompt) =>
        (await client.PostAsync("/v1/chat/completions", Chats.Body("tiny", prompt) | ("max_tokens", 2))).Expect(200).Json
        .GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32();
}
