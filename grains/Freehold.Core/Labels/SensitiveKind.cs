namespace Freehold.Core.Labels;

/// <summary>What kind of sensitive text a span is. The numbers are stable: they are kept in logs; new kinds are appended.</summary>
public enum SensitiveKind : byte
{
    None = 0,
    Person = 1,
    StreetAddress = 2,

    /// <summary>A city, state or country by its name (a geo-political entity).</summary>
    City = 3,
    Organization = 4,
    CreditCard = 5,
    PhoneNumber = 6,
    DateTime = 7,

    /// <summary>A form of address in front of a name: <c>Dr.</c>, <c>Ms</c>.</summary>
    Title = 8,
    Age = 9,

    /// <summary>Nationality, religious or political group.</summary>
    Nationality = 10,
    EmailAddress = 11,
    ZipCode = 12,

    /// <summary>A domain name, or the whole URL that holds it.</summary>
    DomainName = 13,
    IbanCode = 14,
    UsSsn = 15,
    IpAddress = 16,
    UsDriverLicense = 17,
    ApiKey = 18,
    AccessToken = 19,
    PrivateKey = 20,
    ConnectionString = 21,
    Password = 22,

    /// <summary>A term that the tenant named; the span says which.</summary>
    Term = 23,

    /// <summary>A national identification, tax or health number with a check digit, of any country but the US.</summary>
    NationalId = 24,
}
