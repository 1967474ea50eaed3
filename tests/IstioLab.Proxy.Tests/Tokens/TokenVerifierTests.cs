using IstioLab.Proxy.Tokens;

namespace IstioLab.Proxy.Tests.Tokens;

public sealed class TokenVerifierTests
{
    [Theory]
    [InlineData("RS256", "main", null)]
    [InlineData("PS256", "main", null)]
    [InlineData("ES256", "curve", null)]
    [InlineData("RS256", "", null)]
    [InlineData("RS256", "other", "Jwks doesn't have key to match kid or alg from Jwt")]
    [InlineData("HS256", "main", "Jwt verification fails")]
    [InlineData("none", "main", "Jwt header [alg] is not supported")]
    public void Signature_counts(string algorithm, string key, string? problem)
    {
        using var issuer = new TokenIssuer();
        Assert.Equal(problem, TokenVerifier.Instance.Verify(issuer.Jwks, issuer.Sign(new { iss = "main" }, algorithm, key)));
    }

    [Fact]
    public void Key_of_somebody_else_signs_nothing()
    {
        using var issuer = new TokenIssuer();
        using var other = new TokenIssuer();
        Assert.Equal("Jwt verification fails", TokenVerifier.Instance.Verify(issuer.Jwks, other.Sign(new { iss = "main" })));
    }

    [Theory]
    [InlineData("", "Jwks doesn't have key to match kid or alg from Jwt")]
    [InlineData("nonsense", "Jwks doesn't have any valid public key")]
    [InlineData("[]", "Jwks doesn't have any valid public key")]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"main\",\"n\":\"!\",\"e\":\"AQAB\"}]}", "Jwt verification fails")]
    [InlineData("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"main\",\"k\":\"eA\"}]}", "Jwt verification fails")]
    public void Keys_that_are_none_accept_nothing(string keys, string problem)
    {
        using var issuer = new TokenIssuer();
        Assert.Equal(problem, TokenVerifier.Instance.Verify(keys, issuer.Sign(new { iss = "main" })));
    }

    [Theory]
    [InlineData("!.e30.e30", "Jwt header is an invalid Base64url encoded")]
    [InlineData("e30.e30.e30", "Jwt header [alg] field is required and must be a string")]
    [InlineData("ew.e30.e30", "Jwt header is an invalid JSON")]
    [InlineData("W10.e30.e30", "Jwt header is an invalid JSON")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.e30.!", "Jwt signature is an invalid Base64url encoded")]
    public void Form_counts(string token, string problem)
    {
        using var issuer = new TokenIssuer();
        Assert.Equal(problem, TokenVerifier.Instance.Verify(issuer.Jwks, token));
    }
}
