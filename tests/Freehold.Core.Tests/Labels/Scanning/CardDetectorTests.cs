namespace Freehold.Core.Tests.Labels.Scanning;

public class CardDetectorTests
{
    [Theory]
    [InlineData("pay with 4111111111111111 today", "4111111111111111")]
    [InlineData("pay with 4111 1111 1111 1111 today", "4111 1111 1111 1111")]
    [InlineData("pay with 4111-1111-1111-1111, thanks", "4111-1111-1111-1111")]
    [InlineData("amex 378282246310005", "378282246310005")]
    [InlineData("amex 3782 822463 10005", "3782 822463 10005")]
    [InlineData("diners 30569309025904", "30569309025904")]
    [InlineData("jcb 3530111333300000", "3530111333300000")]
    [InlineData("2221 code 2223003122003222", "2223003122003222")]
    [InlineData("split 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 digits", "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1")]
    public void Cards_of_the_networks_are_found(string text, string card) => Assert.Contains("credit_card:" + card, Found.In(text));

    [Theory]
    [InlineData("4111111111111112")]
    [InlineData("order 9111111111111111")]
    [InlineData("0000000000000000")]
    [InlineData("x4111111111111111y")]
    [InlineData("41111111111111111111111111111111")]
    public void Numbers_that_fail_a_check_are_no_cards(string text) => Assert.DoesNotContain(Found.In(text), found => found.StartsWith("credit_card", StringComparison.Ordinal));
}
