namespace IstioLab.Labs.Definitions;

/// <summary>Reads a step's <c>traffic</c>.</summary>
internal static class TrafficReader
{
    private const int MostRequests = 100_000;
    private const int MostSenders = 64;
    private const int UsualSenders = 4;

    /// <returns>The traffic; null when the step has none.</returns>
    public static LabTraffic? Read(NodeReader step)
    {
        if (step.Node("traffic") is null)
        {
            return null;
        }

        var reader = step.Mapping("traffic");
        var url = reader.Text("url");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            reader.Report(reader.Node("url"), "url", $"'{url}' must be a URL such as 'http://apps-svc-all/'.");
            address = new Uri("http://invalid/");
        }

        var traffic = new LabTraffic(reader.Text("from"), address, reader.Whole("requests", 1, MostRequests, 400), reader.TextMap("headers"))
        {
            Method = reader.OptionalText("method") ?? "GET",
            Concurrency = reader.Whole("concurrency", 1, MostSenders, UsualSenders),
        };
        reader.Finish();
        return traffic;
    }
}
