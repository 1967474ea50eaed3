namespace IstioLab.Labs.Traffic;

/// <summary>Takes apart what <c>curl -i</c> prints: one head per answer on the way (100, redirects), then the body.</summary>
internal static class CurlMessage
{
    private const string StatusLine = "HTTP/";

    /// <param name="lines">What curl printed of one request.</param>
    /// <param name="answer">What is known of it otherwise.</param>
    public static TrafficAnswer Read(IReadOnlyList<string> lines, TrafficAnswer answer)
    {
        List<KeyValuePair<string, string>> headers = [];
        var at = 0;
        while (at < lines.Count && lines[at].StartsWith(StatusLine, StringComparison.Ordinal))
        {
            headers.Clear();
            for (at++; at < lines.Count && lines[at].Trim().Length > 0; at++)
            {
                var colon = lines[at].IndexOf(':', StringComparison.Ordinal);
                if (colon > 0)
                {
                    headers.Add(KeyValuePair.Create(lines[at][..colon].Trim(), lines[at][(colon + 1)..].Trim()));
                }
            }

            at++;
        }

        var body = string.Join('\n', lines.Skip(at)).Trim();
        return answer with { Headers = headers, Body = body, FirstLine = body.Split('\n')[0].Trim() };
    }
}
