using System.Text.Json.Nodes;
using IstioLab.Labs.Running;

namespace IstioLab.Labs.Tests.Running;

public sealed class RolloutsTests
{
    [Theory]
    [InlineData("""{"metadata":{"generation":1},"spec":{"replicas":1}}""", "the cluster's controllers have not looked at it yet")]
    [InlineData("""{"metadata":{"generation":2},"spec":{"replicas":1},"status":{"observedGeneration":1,"replicas":1,"updatedReplicas":1,"availableReplicas":1}}""", "have not looked at it yet")]
    [InlineData("""{"metadata":{"generation":2},"spec":{"replicas":1},"status":{"observedGeneration":2,"replicas":2,"updatedReplicas":1,"availableReplicas":1}}""", "1 of 1 pods are of its newest template, 1 available, 1 old")]
    [InlineData("""{"metadata":{"generation":1},"spec":{"replicas":2},"status":{"observedGeneration":1,"replicas":2,"updatedReplicas":2}}""", "2 of 2 pods are of its newest template, 0 available, 0 old")]
    [InlineData("""{"metadata":{"generation":1},"spec":{"replicas":1},"status":{"observedGeneration":1,"replicas":1,"updatedReplicas":1,"availableReplicas":1}}""", null)]
    [InlineData("""{"metadata":{"generation":1},"spec":{"replicas":0},"status":{"observedGeneration":1}}""", null)]
    public void Deployment_that_is_not_rolled_out_says_what_it_waits_for(string deployment, string? words)
    {
        var described = Rollouts.Describe("apps-v1", JsonNode.Parse(deployment)!.AsObject());

        if (words is null)
        {
            Assert.Null(described);
        }
        else
        {
            Assert.Contains(words, described, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Missing_deployment_is_named() => Assert.Equal("Deployment 'apps-v1' is not there.", Rollouts.Describe("apps-v1", null));

    [Fact]
    public void Refused_pods_are_told_in_the_cluster_s_words()
    {
        var deployment = JsonNode.Parse("""
            {"status":{"conditions":[{"type":"Progressing","status":"True"},
             {"type":"ReplicaFailure","status":"True","reason":"FailedCreate","message":"pods \"apps-v1-\" is forbidden: violates PodSecurity \"restricted:latest\""}]}}
            """)!.AsObject();

        Assert.Equal("Deployment 'apps-v1' gets no pods: pods \"apps-v1-\" is forbidden: violates PodSecurity \"restricted:latest\"", Rollouts.Refusal("apps-v1", deployment));
    }
}
