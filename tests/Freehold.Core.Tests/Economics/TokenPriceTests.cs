using Freehold.Core.Economics;
using FsCheck;
using FsCheck.Fluent;

namespace Freehold.Core.Tests.Economics;

public class TokenPriceTests
{
    private static readonly TokenPrice Mini = new(150_000, 600_000, 75_000); // 0.15, 0.60 and 0.075 USD per million

    [Theory]
    [InlineData(1_000_000, 0, 0, 150_000)]
    [InlineData(0, 1_000_000, 0, 600_000)]
    [InlineData(1_000_000, 0, 1_000_000, 75_000)]
    [InlineData(1_000, 500, 0, 450)]
    [InlineData(0, 0, 0, 0)]
    public void The_price_is_that_of_each_kind_of_token(int prompt, int completion, int cached, long costMicroUsd) =>
        Assert.Equal(costMicroUsd, Mini.CostMicroUsd(prompt, completion, cached));

    [Fact]
    public void A_fraction_of_a_micro_dollar_is_a_whole_one() => Assert.Equal(1, Mini.CostMicroUsd(1, 0));

    [Fact]
    public void More_cached_tokens_than_tokens_cost_no_less_than_all_cached() =>
        Assert.Equal(Mini.CostMicroUsd(10, 0, 10), Mini.CostMicroUsd(10, 0, 99));

    [Fact]
    public void The_largest_counts_and_prices_do_not_overflow()
    {
        var million = TokenPrice.FromUsdPerMillion(1_000_000m);

        Assert.Equal(2L * int.MaxValue * 1_000_000, new TokenPrice(million, million, million).CostMicroUsd(int.MaxValue, int.MaxValue));
    }

    [Theory]
    [InlineData("0.15", 150_000)]
    [InlineData("0.0000001", 1)]
    [InlineData("0", 0)]
    public void Dollars_become_micro_dollars(string usd, long micro) =>
        Assert.Equal(micro, TokenPrice.FromUsdPerMillion(decimal.Parse(usd, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void Negative_counts_and_prices_are_faults()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Mini.CostMicroUsd(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenPrice.FromUsdPerMillion(-0.01m));
    }

    [Fact]
    public void More_tokens_never_cost_less()
    {
        var counts = from a in Gen.Choose(0, 1_000_000) from b in Gen.Choose(0, 1_000_000) from more in Gen.Choose(0, 1_000) select (a, b, more);

        Prop.ForAll(counts.ToArbitrary(), count =>
            Mini.CostMicroUsd(count.a + count.more, count.b) >= Mini.CostMicroUsd(count.a, count.b)
            && Mini.CostMicroUsd(count.a, count.b + count.more) >= Mini.CostMicroUsd(count.a, count.b)).QuickCheckThrowOnFailure();
    }
}
