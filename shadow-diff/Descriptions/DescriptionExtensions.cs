using System.Net.Mime;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Strangler.ShadowDiff.Descriptions;

/// <summary>How an endpoint of the management port says what it takes and answers. It is for the OpenAPI document; nothing on the way of a request reads it.</summary>
public static class DescriptionExtensions
{
    /// <summary>It answers 200 with JSON.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="summary">What it is for, as a sentence.</param>
    /// <param name="answer">The type that is written.</param>
    /// <param name="refusals">The statuses of its own refusals; those of the port itself need not be said.</param>
    public static T Answers<T>(this T endpoint, string summary, Type answer, params int[] refusals)
        where T : IEndpointConventionBuilder => endpoint.Answers(summary, answer, MediaTypeNames.Application.Json, refusals);

    /// <summary>It answers 200 with a page, a file or a text.</summary>
    /// <inheritdoc cref="Answers{T}(T, string, Type, int[])"/>
    public static T AnswersText<T>(this T endpoint, string summary, string mediaType, params int[] refusals)
        where T : IEndpointConventionBuilder => endpoint.Answers(summary, typeof(string), mediaType, refusals);

    /// <summary>It takes a JSON body of this type.</summary>
    public static T Reads<T>(this T endpoint, Type body)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new AcceptsMetadata([MediaTypeNames.Application.Json], body));

    /// <summary>Some answers of its group may be refused so.</summary>
    public static T MayRefuse<T>(this T endpoint, params int[] statuses)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new DescribedRefusals(statuses));

    private static T Answers<T>(this T endpoint, string summary, Type answer, string mediaType, int[] refusals)
        where T : IEndpointConventionBuilder
    {
        endpoint.WithSummary(summary).MayRefuse(refusals).WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, answer, [mediaType]));
        endpoint.Add(builder =>
        {
            // The document is made of endpoints that have one; those that write their answer themselves have none of their own.
            if (!builder.Metadata.OfType<MethodInfo>().Any())
                builder.Metadata.Add(builder.RequestDelegate!.Method);
        });
        return endpoint;
    }
}
