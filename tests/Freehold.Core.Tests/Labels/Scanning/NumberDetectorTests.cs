namespace Freehold.Core.Tests.Labels.Scanning;

/// <summary>Phones, national numbers, addresses of machines: what each country and standard prints.</summary>
public class NumberDetectorTests
{
    [Theory]
    [InlineData("+1-984-182-0190")]
    [InlineData("+46 (0)8 928 571 38")]
    [InlineData("+447700 921 916")]
    [InlineData("+919876543210")]
    [InlineData("345-899-3560x4587")]
    [InlineData("(415) 555-2671")]
    [InlineData("415.555.2671 ext. 12")]
    [InlineData("1-800-555-0199")]
    [InlineData("001-415-555-2671")]
    [InlineData("0033 1 84 17 61 18")]
    [InlineData("01.84.17.61.18")]
    [InlineData("0490 75 40 81")]
    [InlineData("07700 063 966")]
    [InlineData("030/1234567")]
    [InlineData("(37) 788-063")]
    [InlineData("(11) 91234-5678")]
    [InlineData("416 60 039")]
    [InlineData("9472 7916")]
    [InlineData("723 813 266")]
    [InlineData("467 3395")]
    [InlineData("21 253 109 8211")]
    public void Phones_of_many_countries_are_found_without_a_word_for_them(string phone) =>
        Assert.Equal(["phone_number:" + phone], Found.In($"Answer came from {phone}, she said."));

    [Theory]
    [InlineData("call me at 6176920148 now", "6176920148")]
    [InlineData("Tel: 123456", "123456")]
    [InlineData("55 123 4567 mobile", "55 123 4567")]
    public void A_word_for_phones_makes_up_for_the_form(string text, string phone) => Assert.Equal(["phone_number:" + phone], Found.In(text));

    [Theory]
    [InlineData("order 1234567890 has shipped")]
    [InlineData("723 813 266 dollars")]
    [InlineData("from 2001-2004 on pages")]
    [InlineData("invoice 467 3395")]
    [InlineData("1,234,567.89")]
    [InlineData("550e8400-e29b-41d4-a716-446655440000")]
    [InlineData("3.14159265358979")]
    public void Amounts_references_and_ranges_are_no_phones(string text) =>
        Assert.DoesNotContain(Found.In(text), found => found.StartsWith("phone_number", StringComparison.Ordinal));

    [Theory]
    [InlineData("054-28-6917")]
    [InlineData("853-37-1694")]
    public void Social_security_numbers_are_found(string number) => Assert.Equal(["us_ssn:" + number], Found.In($"it is {number}."));

    [Theory]
    [InlineData("000-12-3456")]
    [InlineData("666-12-3456")]
    [InlineData("123-00-3456")]
    [InlineData("123-45-0000")]
    [InlineData("900-10-1234")]
    public void Numbers_that_are_never_issued_are_no_social_security_numbers(string number) =>
        Assert.DoesNotContain("us_ssn:" + number, Found.In($"it is {number}."));

    [Fact]
    public void Nine_digits_need_a_word_for_social_security()
    {
        Assert.Equal(["us_ssn:123456789"], Found.In("social security number: 123456789"));
        Assert.Empty(Found.In("counter at 123456789"));
    }

    [Theory]
    [InlineData("driver's license number is F162823540116", "F162823540116")]
    [InlineData("Driver License: 2270-66-1551", "2270-66-1551")]
    [InlineData("DL 6940579 (TX)", "6940579")]
    public void Driver_licenses_are_found_by_their_word(string text, string number) => Assert.Contains("us_driver_license:" + number, Found.In(text));

    [Theory]
    [InlineData("AB 12 34 56 C")]
    [InlineData("12345678Z")]
    [InlineData("X1234567L")]
    [InlineData("RSSMRA85T10A562S")]
    [InlineData("529.982.247-25")]
    [InlineData("131052-308T")]
    [InlineData("756.9217.0769.85")]
    [InlineData("2341 2341 2346")]
    [InlineData("11010519491231002X")]
    [InlineData("811218-9876")]
    public void National_numbers_with_a_sure_form_are_found(string number) => Assert.Equal(["national_id:" + number], Found.In($"it reads {number} here"));

    [Theory]
    [InlineData("NHS number 943 476 5919", "943 476 5919")]
    [InlineData("Steuer-ID 86095742719", "86095742719")]
    [InlineData("BSN 111222333", "111222333")]
    [InlineData("PESEL 44051401359", "44051401359")]
    public void National_numbers_with_a_weak_check_need_their_word(string text, string number) => Assert.Contains("national_id:" + number, Found.In(text));

    [Theory]
    [InlineData("12345678A")]
    [InlineData("529.982.247-26")]
    [InlineData("RSSMRA85T10A562T")]
    public void National_numbers_with_a_wrong_check_are_none(string number) =>
        Assert.DoesNotContain("national_id:" + number, Found.In($"it reads {number} here"));

    [Theory]
    [InlineData("192.168.1.1:8080", "192.168.1.1")]
    [InlineData("[2001:db8::1]:443", "2001:db8::1")]
    [InlineData("fe80::1ff:fe23:4567:890a", "fe80::1ff:fe23:4567:890a")]
    [InlineData("::ffff:10.0.0.1", "::ffff:10.0.0.1")]
    public void Addresses_of_machines_are_found_without_their_port(string text, string address) => Assert.Equal(["ip_address:" + address], Found.In($"from {text} on"));

    [Theory]
    [InlineData("version 1.2.3.4")]
    [InlineData("v1.2.3.4")]
    [InlineData("1.2.3.4.5")]
    [InlineData("256.1.1.1")]
    [InlineData("std::vector")]
    [InlineData("a::b")]
    public void Versions_and_scopes_are_no_addresses(string text) => Assert.DoesNotContain(Found.In(text), found => found.StartsWith("ip_address", StringComparison.Ordinal));

    [Theory]
    [InlineData("GB82WEST12345698765432")]
    [InlineData("gb82 west 1234 5698 7654 32")]
    [InlineData("DE89 3704 0044 0532 0130 00")]
    [InlineData("NO9386011117947")]
    [InlineData("MT84MALT011000012345MTLCAST001S")]
    public void Account_numbers_are_found(string number) => Assert.Equal(["iban_code:" + number], Found.In($"to {number}, please"));

    [Theory]
    [InlineData("GB82WEST12345698765433")]
    [InlineData("DE8937040044053201300")]
    [InlineData("XX89370400440532013000")]
    public void Account_numbers_with_a_wrong_check_length_or_country_are_none(string number) => Assert.DoesNotContain("iban_code:" + number, Found.In($"to {number}, please"));
}
