namespace IstioLab.Config.Routing;

/// <summary>The claims of the validated token of a request, for <c>@request.auth.claims</c> matches.</summary>
public interface IRequestClaims
{
    /// <summary>Finds the values of a claim.</summary>
    /// <param name="path">The claim's path; case counts.</param>
    /// <returns>One value for a string, each element for a list, nothing when the claim is missing.</returns>
    IReadOnlyList<string> Find(IReadOnlyList<string> path);
}
