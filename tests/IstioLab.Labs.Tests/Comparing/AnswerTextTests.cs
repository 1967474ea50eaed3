using IstioLab.Labs.Comparing;
using IstioLab.Labs.Traffic;

namespace IstioLab.Labs.Tests.Comparing;

public sealed class AnswerTextTests
{
    [Fact]
    public void Status_flags_and_lasting_headers_count_and_chance_does_not()
    {
        var answer = new TrafficAnswer(404, TimeSpan.Zero, "", 0)
        {
            Headers =
            [
                new("Date", "Mon, 23 Nov 2026 08:00:00 GMT"), new("Server", "envoy"), new("x-envoy-upstream-service-time", "7"), new("x-istiolab-reason", "no route"),
            ],
        };

        Assert.Equal("404; NR; server: envoy; x-envoy-upstream-service-time: *", AnswerText.Write(answer, "NR"));
    }

    [Fact]
    public void Request_without_an_answer_is_what_curl_says() =>
        Assert.Equal("unknown host", AnswerText.Write(new TrafficAnswer(0, TimeSpan.Zero, "", 6), null));
}
