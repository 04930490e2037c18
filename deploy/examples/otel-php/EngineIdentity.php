<?php

declare(strict_types=1);

use OpenTelemetry\API\Trace\LocalRootSpan;
use Psr\Http\Message\ResponseInterface;
use Psr\Http\Message\ServerRequestInterface;
use Psr\Http\Server\MiddlewareInterface;
use Psr\Http\Server\RequestHandlerInterface;

/**
 * Names the user on the span of a request, once the service has checked who it is. PSR-15 (Slim, Mezzio): it must run after the middleware that
 * authenticates, which leaves the user's name in the attribute "user" of the request.
 */
final class EngineIdentity implements MiddlewareInterface
{
    public function process(ServerRequestInterface $request, RequestHandlerInterface $handler): ResponseInterface
    {
        // What authentication has put there, never a header of the client. The root is the span of the request, whatever span is open.
        $user = $request->getAttribute('user');
        if (is_string($user)) {
            LocalRootSpan::current()->setAttribute('enduser.id', $user);
        }

        return $handler->handle($request);
    }
}
