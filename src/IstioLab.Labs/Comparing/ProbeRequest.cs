namespace IstioLab.Labs.Comparing;

/// <summary>A request that both clusters answer.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Method">The method.</param>
/// <param name="Url">What is asked.</param>
/// <param name="Headers">Headers that are sent along.</param>
internal sealed record ProbeRequest(string Name, string Method, Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers);
